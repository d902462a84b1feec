export { n as policyNamed } from "./policy-D3mABRjp.js";
