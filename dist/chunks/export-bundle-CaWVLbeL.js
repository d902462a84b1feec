export { t as exportBundle } from "./export-bundle-CkWWy1-Q.js";
