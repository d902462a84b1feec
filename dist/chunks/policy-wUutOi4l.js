export { n as policyNamed } from "./policy-BDWZi-_J.js";
