import "./chunks/rolldown-runtime-Dl-MpCDs.js";
export { t as IdentikitError } from "./chunks/error-okWnR_fy.js";
