export { r as baseCacheOf } from "./base-cache-DzsSKr1i.js";
