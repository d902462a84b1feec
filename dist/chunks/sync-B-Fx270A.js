export { t as syncBuiltin } from "./sync-CkrtplVo.js";
