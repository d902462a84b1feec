export { i as destinationPath, c as selectIdentity } from "./identity-PEsmk8aJ.js";
