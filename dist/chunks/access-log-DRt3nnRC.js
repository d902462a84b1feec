import "./rolldown-runtime-DqgWs3Hx.js";
/**
* A log that also remembers what it was given, so that a job can leave its accesses as a file. What the inner log
* refused is not among them.
*/
var RecordingAccessLog = class {
	recorded = [];
	#inner;
	/** @param inner where accesses are kept for good; left out, only here */
	constructor(inner) {
		this.#inner = inner;
	}
	async record(accesses) {
		await this.#inner?.record(accesses), this.recorded.push(...accesses);
	}
};
/** Accesses as JSON lines: the file that a job leaves behind. */
function formatAccesses(accesses) {
	return accesses.map(({ time, secret, agent, accessor, reason }) => JSON.stringify({
		time,
		secret,
		agent,
		accessor,
		reason
	})).map((line) => `${line}\n`).join("");
}
export { RecordingAccessLog, formatAccesses };
