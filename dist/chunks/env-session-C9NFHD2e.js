export { n as openEnvSession } from "./env-session-B0SsbChu.js";
