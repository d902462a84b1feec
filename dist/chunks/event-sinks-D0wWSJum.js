export { t as eventFile } from "./event-sinks-B0MFGNRq.js";
