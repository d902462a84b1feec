export { t as promote, n as publish } from "./publish-Co69BOw1.js";
