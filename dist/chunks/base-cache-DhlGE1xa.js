export { r as baseCacheOf } from "./base-cache-CmfFiPjE.js";
