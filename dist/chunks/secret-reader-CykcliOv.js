export { t as openSecretReader } from "./secret-reader-DsyDY2bp.js";
