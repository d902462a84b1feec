export { r as reportText } from "./text-DcMzBfvP.js";
