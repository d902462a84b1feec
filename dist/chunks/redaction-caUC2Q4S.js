export { t as redact } from "./redaction-DyFIwQnP.js";
