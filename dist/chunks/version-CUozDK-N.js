import "./rolldown-runtime-DqgWs3Hx.js";
/** This release of Identikit. */
const version = "0.1.0";
export { version as t };
