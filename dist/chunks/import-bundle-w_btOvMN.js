export { t as importBundle } from "./import-bundle-dH-PbmSw.js";
