export { t as exportBundle } from "./export-bundle-BzNhwRMe.js";
