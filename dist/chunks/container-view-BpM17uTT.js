export { t as viewAncestors } from "./container-view-DVehNUYe.js";
