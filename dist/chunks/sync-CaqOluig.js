export { t as syncBuiltin } from "./sync-CbEMWwqZ.js";
