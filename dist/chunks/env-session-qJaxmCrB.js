export { n as openEnvSession } from "./env-session-CORdtz8J.js";
