export { i as parsePlatform } from "./platform-DE3uLYDl.js";
