export { t as openSecretReader } from "./secret-reader-BOEQSgGq.js";
