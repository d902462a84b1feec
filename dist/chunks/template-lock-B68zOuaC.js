export { r as lockedEntry, i as readTemplateLock } from "./template-lock-BOhula8O.js";
