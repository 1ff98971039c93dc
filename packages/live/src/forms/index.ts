export { formAsync } from "./form.ts";
export { type PostedForm, readForm } from "./posted-form.ts";
