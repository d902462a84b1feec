export { t as ArchiveStore } from "./archive-store-B6lvt-CL.js";
