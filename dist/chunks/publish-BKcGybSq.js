export { t as promote, n as publish } from "./publish-Cw3LwxaR.js";
