export { t as openSecretReader } from "./secret-reader-0FqGY-MN.js";
