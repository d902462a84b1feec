export { t as importBundle } from "./import-bundle-CFe0N96z.js";
