export { t as syncBuiltin } from "./sync-r64nqwry.js";
