export { t as exportBundle } from "./export-bundle-DJPJupQU.js";
