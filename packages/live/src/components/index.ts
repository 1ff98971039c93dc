export { Form, type FormAttributes, type FormProps } from "./form.ts";
export { InputsFor, type InputsForProps } from "./inputs-for.ts";
export type { Children } from "./children.ts";
