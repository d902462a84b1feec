export { t as AnchoredDirectory } from "./anchored-directory-BQ8o-l4g.js";
