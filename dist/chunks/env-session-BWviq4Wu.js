export { n as openEnvSession } from "./env-session-CBpGkWoh.js";
