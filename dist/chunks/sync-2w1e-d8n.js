export { t as syncBuiltin } from "./sync-CNZ4bKal.js";
