export { t as importBundle } from "./import-bundle-sTRyDpR9.js";
