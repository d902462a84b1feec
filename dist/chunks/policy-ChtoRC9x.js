export { n as policyNamed } from "./policy--h7q5NgD.js";
