export { n as parseShard } from "./shard-LY2Agxlk.js";
