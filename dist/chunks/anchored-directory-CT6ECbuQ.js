export { t as AnchoredDirectory } from "./anchored-directory-CnzEz6PF.js";
