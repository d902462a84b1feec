// src/runtime/node-version.ts
/** This Node.js, such as `24.1.0`. */
const nodeVersion = process.versions.node;
/**
* What to say where this Node.js is too old, else `undefined`. Asked by each bundle's entry before anything else is
* loaded: runners of Gitea and act take the `node` of the job's PATH, whatever its version.
*/
function nodeTooOld(version = process.versions.node) {
	if (Number.parseInt(version, 10) >= 24) return void 0;
	return `NODE_TOO_OLD: Identikit needs Node.js 24 or later, and this is ${version}. Put a newer node on the PATH (in a workflow: actions/setup-node).`;
}
export { nodeTooOld, nodeVersion };
