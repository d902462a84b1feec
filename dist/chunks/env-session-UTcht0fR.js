export { n as openEnvSession } from "./env-session-CkMqVKDw.js";
