export { t as DatabaseAccessLog, n as listAccesses, r as listSecrets, o as rotateSecrets, s as setSecret } from "./secret-store-DzXEox12.js";
