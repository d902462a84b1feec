export { t as syncBuiltin } from "./sync-DqXnj7Gy.js";
