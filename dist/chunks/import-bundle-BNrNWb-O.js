export { t as importBundle } from "./import-bundle-CDJBXUE4.js";
