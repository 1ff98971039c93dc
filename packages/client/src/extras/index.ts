export { runCommand } from "./commands.ts";
export { recoverForms, saveForms } from "./form-recovery.ts";
