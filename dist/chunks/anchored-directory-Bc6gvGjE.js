export { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
