export { t as exportBundle } from "./export-bundle-4_kjLK6H.js";
