export { t as ArchiveStore } from "./archive-store-DqOdNqcO.js";
