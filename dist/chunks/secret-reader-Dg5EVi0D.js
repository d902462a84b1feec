export { t as openSecretReader } from "./secret-reader-DI9wlVLA.js";
