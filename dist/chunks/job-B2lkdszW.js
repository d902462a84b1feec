/** Keeps the options' types together with the run. */
function defineJob(job) {
	return job;
}
/** 0: it holds or is done. 1: an error, or not verified. 2: drift or pending changes. 1 beats 2. */
function exitCodeOf(result) {
	return (result.faults?.length ?? 0) > 0 || result.report?.verdict === "unverified" ? 1 : result.report?.verdict === "drift" ? 2 : 0;
}
/** The JSON document of a result: its outputs, the findings in full, and the first failure. */
function jsonOf(result) {
	let error = errorIn(result);
	return {
		...result.report ? { result: result.report.verdict } : {},
		...result.outputs,
		...result.report ? { findings: result.report.findings } : {},
		...error ? { error } : {}
	};
}
/** A failure without its causes. */
function errorOf({ code, message, remedy }) {
	return {
		code,
		message,
		remedy
	};
}
/** The failure that a result stands for: of a part of the job, or that of what could not be verified. */
function errorIn(result) {
	let [fault] = result.faults ?? [];
	if (fault) return errorOf(fault);
	let unverified = result.report?.findings.find(({ severity }) => severity === "unverified");
	if (!unverified) return;
	let { code, path, actual, remedy } = unverified;
	return {
		code,
		message: actual ?? `${path} could not be verified`,
		remedy
	};
}
export { jsonOf as i, errorOf as n, exitCodeOf as r, defineJob as t };
