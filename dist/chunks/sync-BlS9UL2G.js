export { t as syncBuiltin } from "./sync-C5OJJTRg.js";
