export { clickAway } from "./click-away.ts";
export { runCommand } from "./commands.ts";
export { recoverForms, saveForms } from "./form-recovery.ts";
export { hooks } from "./hooks.ts";
export { teleport } from "./portal.ts";
export { submitNatively } from "./trigger-action.ts";
