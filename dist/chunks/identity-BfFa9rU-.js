export { i as destinationPath, c as selectIdentity } from "./identity-CbbbL_k4.js";
