export { t as VERSION, n as retry } from "./dist-bundle-Dfsg9YQO.js";
