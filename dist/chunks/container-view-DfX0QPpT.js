export { t as viewAncestors } from "./container-view-BG1WTN57.js";
