import { IdentikitError } from "../start/faces.js";
import { findingCodes } from "./fault-guide.js";
import { isImageProof } from "./image.js";
// src/image/validate/image-finding.ts
const notAboutTheImage = new Set([
	"INTERNAL",
	"CANCELLED",
	"USAGE"
]);
function imageFinding(code, { path, subject }, expected, actual) {
	return {
		code,
		severity: "error",
		path,
		expected,
		actual,
		remedy: findingCodes[code].remedy,
		subject
	};
}
function faultOfPart(fault, { path, subject }) {
	if (!(fault instanceof IdentikitError) || notAboutTheImage.has(fault.code)) throw fault;
	const { code, message, remedy } = fault;
	return {
		code,
		severity: isImageProof(code) ? "error" : "unverified",
		path,
		expected: null,
		actual: message,
		remedy,
		subject
	};
}
export { faultOfPart, imageFinding };
