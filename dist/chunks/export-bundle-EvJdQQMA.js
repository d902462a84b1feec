export { t as exportBundle } from "./export-bundle-CVIa0w-X.js";
