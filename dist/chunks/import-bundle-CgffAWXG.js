export { t as importBundle } from "./import-bundle-BLrV3f4Q.js";
