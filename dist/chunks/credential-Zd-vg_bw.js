export { r as firstOf } from "./credential-DNjaxeVs.js";
