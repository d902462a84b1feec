export { t as ArchiveStore } from "./archive-store-C8PGFqXk.js";
