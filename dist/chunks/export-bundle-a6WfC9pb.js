export { t as exportBundle } from "./export-bundle-DHJ83Vso.js";
