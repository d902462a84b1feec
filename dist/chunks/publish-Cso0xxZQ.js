export { t as promote, n as publish } from "./publish-DdZACi82.js";
