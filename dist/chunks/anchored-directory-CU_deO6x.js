export { t as AnchoredDirectory } from "./anchored-directory-BgeN59vP.js";
