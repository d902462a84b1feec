export { t as openSecretReader } from "./secret-reader-Dqg4JUnY.js";
