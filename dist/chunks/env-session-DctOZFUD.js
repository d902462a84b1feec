export { n as openEnvSession } from "./env-session-C4DHMo9B.js";
