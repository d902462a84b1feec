export { t as AnchoredDirectory } from "./anchored-directory-BY4laVrq.js";
