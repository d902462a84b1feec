export { n as openEnvSession } from "./env-session-BDB8JYXy.js";
