export { hooks } from "./input-hook.ts";
export { inject, select, selected, submit } from "./form-uploads.ts";
