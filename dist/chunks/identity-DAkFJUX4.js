export { i as destinationPath, c as selectIdentity } from "./identity-D1RU4iVg.js";
