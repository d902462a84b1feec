export { t as viewAncestors } from "./container-view-DswinEq3.js";
