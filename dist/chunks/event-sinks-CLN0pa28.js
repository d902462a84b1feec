export { t as eventFile } from "./event-sinks-Cyq0jAEY.js";
