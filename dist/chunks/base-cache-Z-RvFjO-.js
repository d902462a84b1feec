export { r as baseCacheOf } from "./base-cache-DL9pgWFs.js";
