export { n as parseShard } from "./shard-BmsDIEFp.js";
