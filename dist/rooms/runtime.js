// src/runtime/logger.ts
const nothing = () => {};
/** Says nothing. */
const silentLogger = {
	info: nothing,
	warn: nothing,
	debug: nothing,
	progress: () => ({
		update: nothing,
		done: nothing
	}),
	mask: nothing
};
// src/runtime/at-exit.ts
/** Does something as the process ends, whatever ends it short of a signal that cannot be caught; it must not wait. */
function atExit(work) {
	process.once("exit", work);
}
// src/runtime/process-id.ts
/** The id of this process on its machine. */
function processId() {
	return process.pid;
}
export { atExit, processId, silentLogger };
