export { k as workPath } from "./foundation-QtvXJkSz.js";
