export { r as lockedEntry, i as readTemplateLock } from "./template-lock-CE6opPjt.js";
