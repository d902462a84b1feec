export { t as exportBundle } from "./export-bundle-BV8doSDf.js";
