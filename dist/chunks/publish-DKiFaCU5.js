export { t as promote, n as publish } from "./publish-D_P7XhSL.js";
