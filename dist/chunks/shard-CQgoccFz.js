export { n as parseShard } from "./shard-Bc0hYi4m.js";
