export { t as eventFile } from "./event-sinks-DlvxL0qr.js";
