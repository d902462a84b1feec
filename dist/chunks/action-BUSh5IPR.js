/** Keeps the inputs' types together with what is done with them. */
function defineAround(around) {
	return around;
}
/** A place for a file that later steps of the job read: the runner clears it away after the job. */
function temporaryFile(env, name) {
	return `${env.RUNNER_TEMP ?? ".identikit"}/identikit/${name}`;
}
/** `tree-digest` as the result calls it: `treeDigest`. */
function camel(name) {
	return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}
export { defineAround as n, temporaryFile as r, camel as t };
