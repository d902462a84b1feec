export { t as viewAncestors } from "./container-view-CadRaeyL.js";
