export { i as parsePlatform } from "./platform-Cy1qDgJH.js";
