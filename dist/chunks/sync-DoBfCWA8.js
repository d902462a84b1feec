export { t as syncBuiltin } from "./sync-CevBI3VN.js";
