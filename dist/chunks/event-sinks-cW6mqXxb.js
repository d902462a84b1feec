export { t as eventFile } from "./event-sinks-C83AdKwN.js";
