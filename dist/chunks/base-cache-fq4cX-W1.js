export { r as baseCacheOf } from "./base-cache-CKfMMOTk.js";
