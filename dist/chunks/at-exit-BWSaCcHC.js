import "./rolldown-runtime-DqgWs3Hx.js";
/** Does something as the process ends, whatever ends it short of a signal that cannot be caught; it must not wait. */
function atExit(work) {
	process.once("exit", work);
}
export { atExit };
