import { t as IdentikitError } from "./error-CP_nAw3O.js";
/**
* Turns the first Ctrl-C, SIGTERM or SIGHUP into an abort, so that what is under way is left whole; the second one ends
* the process the hard way.
*/
function stopOnSignals(target = process) {
	let controller = new AbortController(), names = [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	], received, stop = (name) => {
		received = name, release();
		let reason = new IdentikitError("CANCELLED", `stopped by ${name}`, { remedy: "Run it again: it takes up where it was left." });
		controller.abort(reason);
	}, release = () => {
		for (let name of names) target.removeListener(name, stop);
	};
	for (let name of names) target.on(name, stop);
	return {
		signal: controller.signal,
		received: () => received,
		[Symbol.dispose]: release
	};
}
export { stopOnSignals as t };
