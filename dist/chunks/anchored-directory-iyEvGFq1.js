export { t as AnchoredDirectory } from "./anchored-directory-BykSROZi.js";
