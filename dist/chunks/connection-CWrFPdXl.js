export { t as connectEngine } from "./connection-DvnTS5M3.js";
