export { t as importBundle } from "./import-bundle-DQPcIJQp.js";
