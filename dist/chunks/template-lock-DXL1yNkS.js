export { r as lockedEntry, i as readTemplateLock } from "./template-lock-ePCQnX_g.js";
