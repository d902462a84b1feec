export { t as ArchiveStore } from "./archive-store-A9Yfzz_j.js";
