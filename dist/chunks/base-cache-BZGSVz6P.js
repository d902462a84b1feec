export { r as baseCacheOf } from "./base-cache-BZbA-xuG.js";
