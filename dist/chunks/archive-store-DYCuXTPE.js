export { t as ArchiveStore } from "./archive-store-I36DsKLn.js";
