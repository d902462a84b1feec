export { n as openEnvSession } from "./env-session-DugGz_nn.js";
