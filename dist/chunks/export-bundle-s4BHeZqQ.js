export { t as exportBundle } from "./export-bundle-Cgl6eD3M.js";
