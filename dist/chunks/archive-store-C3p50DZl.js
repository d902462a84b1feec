export { t as ArchiveStore } from "./archive-store-CHdVyQry.js";
