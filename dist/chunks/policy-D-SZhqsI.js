export { n as policyNamed } from "./policy-ZUZVlsMC.js";
