// src/runtime/node-version.ts
const nodeVersion = process.versions.node;
function nodeTooOld(version = process.versions.node) {
	if (Number.parseInt(version, 10) >= 24) return void 0;
	return `NODE_TOO_OLD: Identikit needs Node.js 24 or later, and this is ${version}. Put a newer node on the PATH (in a workflow: actions/setup-node).`;
}
export { nodeTooOld, nodeVersion };
