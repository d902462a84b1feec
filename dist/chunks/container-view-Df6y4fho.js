export { t as viewAncestors } from "./container-view-DrfoOZnN.js";
