/**
* The one error that the library throws. `message` says what is wrong and where, in one line without secret
* values or URL credentials; callers decide by `code`, never by text.
*/
var IdentikitError = class extends Error {
	name = "IdentikitError";
	code;
	remedy;
	retry;
	location;
	constructor(code, message, details) {
		super(message, details.cause === void 0 ? void 0 : { cause: details.cause }), this.code = code, this.remedy = details.remedy, this.retry = details.retry ?? { kind: "never" }, details.location && (this.location = details.location);
	}
};
/** Gives any caught value as an {@link IdentikitError}; what is not one becomes `INTERNAL` with the value as cause. */
function asFault(caught) {
	return caught instanceof IdentikitError ? caught : new IdentikitError("INTERNAL", (caught instanceof Error ? caught.message : String(caught)).replace(/\s*\n\s*/g, " "), {
		remedy: "Run again with --verbose and report the cause chain.",
		cause: caught
	});
}
export { asFault as n, IdentikitError as t };
