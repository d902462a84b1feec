export { t as syncBuiltin } from "./sync-B4noMxcl.js";
