export { r as baseCacheOf } from "./base-cache-CxDYTUm_.js";
