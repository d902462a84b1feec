export { t as viewAncestors } from "./container-view-CodgC58Q.js";
