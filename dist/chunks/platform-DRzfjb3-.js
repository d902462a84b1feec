export { i as parsePlatform } from "./platform-DQyzrjr3.js";
