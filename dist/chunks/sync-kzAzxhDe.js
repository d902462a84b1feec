export { t as syncBuiltin } from "./sync-DEYwbfCP.js";
