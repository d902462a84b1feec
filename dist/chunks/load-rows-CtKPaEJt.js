export { t as loadRows } from "./load-rows-05bpe4lb.js";
