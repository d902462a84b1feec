export { t as importBundle } from "./import-bundle-Bm741naa.js";
