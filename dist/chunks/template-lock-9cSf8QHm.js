export { r as lockedEntry, i as readTemplateLock } from "./template-lock-Dzqn4bzM.js";
