export { r as lockedEntry, i as readTemplateLock } from "./template-lock-BLcjZvkG.js";
