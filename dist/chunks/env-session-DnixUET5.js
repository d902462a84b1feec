export { n as openEnvSession } from "./env-session-CXXSjDa6.js";
