export { i as destinationPath, c as selectIdentity } from "./identity-DKj0NfJN.js";
