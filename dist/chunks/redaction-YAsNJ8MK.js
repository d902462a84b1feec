export { t as redact } from "./redaction-G-FUW3f0.js";
