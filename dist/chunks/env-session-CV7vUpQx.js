export { n as openEnvSession } from "./env-session-DBhoPtBj.js";
