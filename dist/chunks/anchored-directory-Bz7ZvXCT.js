export { t as AnchoredDirectory } from "./anchored-directory-3C0hGsTK.js";
