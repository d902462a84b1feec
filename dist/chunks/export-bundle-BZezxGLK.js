export { t as exportBundle } from "./export-bundle-C3z2I6uz.js";
