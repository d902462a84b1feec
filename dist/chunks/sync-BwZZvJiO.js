export { t as syncBuiltin } from "./sync-BC69bP6F.js";
