export { i as destinationPath, c as selectIdentity } from "./identity-Ddzfemv6.js";
