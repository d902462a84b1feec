export { i as parsePlatform } from "./platform-D_IL7fEa.js";
