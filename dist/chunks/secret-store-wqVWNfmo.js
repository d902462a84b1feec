export { t as DatabaseAccessLog, n as listAccesses, r as listSecrets, a as rotateSecrets, o as setSecret } from "./secret-store-C_mRdOsj.js";
