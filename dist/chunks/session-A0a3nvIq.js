// src/config/session.ts
/** A row that the database refused; `index` is its place in what was written. */
var RejectedRow = class extends Error {
	name = "RejectedRow";
	index;
	constructor(index, cause) {
		super(cause instanceof Error ? cause.message : String(cause), { cause }), this.index = index;
	}
};
export { RejectedRow as t };
