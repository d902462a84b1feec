export { n as openEnvSession } from "./env-session-C71YFj-J.js";
