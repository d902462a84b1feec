export { n as parseShard } from "./shard-BbCaoJc7.js";
