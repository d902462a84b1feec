export { t as importBundle } from "./import-bundle-BlCIaUAJ.js";
