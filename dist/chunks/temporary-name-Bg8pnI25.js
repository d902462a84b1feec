import { hash, randomUUID } from "node:crypto";
const temporaryName = /^\.identikit-[0-9a-f]{12}\.tmp$/;
/** A temporary name that nobody else has. */
function newTemporaryName() {
	return `.identikit-${randomUUID().slice(-12)}.tmp`;
}
/** The one temporary name for something of which there is one writer at a time: what it left, it finds again. */
function temporaryNameFor(thing) {
	return `.identikit-${hash("sha256", thing).slice(0, 12)}.tmp`;
}
/** True for the name of a temporary file. */
function isTemporaryName(name) {
	return temporaryName.test(name);
}
export { newTemporaryName as n, temporaryNameFor as r, isTemporaryName as t };
