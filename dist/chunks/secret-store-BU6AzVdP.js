export { t as DatabaseAccessLog, n as listAccesses, r as listSecrets, a as rotateSecrets, o as setSecret } from "./secret-store-Dq4oYQ5e.js";
