export { t as exportBundle } from "./export-bundle-CtZQCh9O.js";
