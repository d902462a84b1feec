export { t as ArchiveStore } from "./archive-store-B9osRqGW.js";
