export { t as viewAncestors } from "./container-view-Bf1QXZzI.js";
