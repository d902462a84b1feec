export { r as baseCacheOf } from "./base-cache-C6VwTpxm.js";
