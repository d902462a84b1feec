export { r as firstOf } from "./credential-BJm1uhUb.js";
