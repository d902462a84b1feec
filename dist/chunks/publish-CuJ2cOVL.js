export { t as promote, n as publish } from "./publish-BCpAjBJJ.js";
