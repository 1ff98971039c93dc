export { type LogLimits, limitLines } from "./limited-logger.ts";
export { type ParamFilter, createParamFilter } from "./param-filter.ts";
