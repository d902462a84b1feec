import { hash } from "node:crypto";
const temporaryName = /^\.identikit-[0-9a-f]{12}\.tmp$/;
/** The name of a temporary file, from six random bytes. */
function temporaryNameOf(random) {
	return `.identikit-${random.toString("hex")}.tmp`;
}
/** The one temporary name for something of which there is one writer at a time: what it left, it finds again. */
function temporaryNameFor(thing) {
	return `.identikit-${hash("sha256", thing).slice(0, 12)}.tmp`;
}
/** True for the name of a temporary file. */
function isTemporaryName(name) {
	return temporaryName.test(name);
}
export { temporaryNameFor as n, temporaryNameOf as r, isTemporaryName as t };
