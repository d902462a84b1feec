export { t as eventFile } from "./event-sinks-CAr0WI3s.js";
