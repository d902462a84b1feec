export { t as redact } from "./redaction-jePIHUDJ.js";
