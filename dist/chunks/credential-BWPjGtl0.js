export { r as firstOf } from "./credential-CqxfKYtr.js";
