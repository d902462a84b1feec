/** Rows that are read at a time. */
const pageRows = 1e3;
/** A row that the database refused; `index` is its place in what was written. */
var RejectedRow = class extends Error {
	name = "RejectedRow";
	index;
	constructor(index, cause) {
		super(cause instanceof Error ? cause.message : String(cause), { cause }), this.index = index;
	}
};
export { pageRows as n, RejectedRow as t };
