export { r as lockedEntry, i as readTemplateLock } from "./template-lock-DDSVU6P4.js";
