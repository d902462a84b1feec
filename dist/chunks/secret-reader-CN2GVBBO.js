export { t as openSecretReader } from "./secret-reader-CmDuJGW9.js";
