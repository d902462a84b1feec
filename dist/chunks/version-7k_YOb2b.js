import "./rolldown-runtime-DhbvIeMx.js";
// src/runtime/version.ts
/** This release of Identikit. */
const version = "0.1.0";
export { version as t };
