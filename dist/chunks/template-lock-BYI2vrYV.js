export { r as lockedEntry, i as readTemplateLock } from "./template-lock-WcdzMjx_.js";
