export { t as importBundle } from "./import-bundle-BjvqRliB.js";
