// build/validate.entry.ts
const problem = Number.parseInt(process.versions.node, 10) < 24 ? "NODE_TOO_OLD: Identikit needs Node.js 24 or later, and this is 0-VERSION. Put a newer node on the PATH (in a workflow: actions/setup-node).".replace("0-VERSION", process.versions.node) : void 0;
if (problem) {
	process.stdout.write(`::error::${problem}\n`);
	process.exitCode = 1;
} else await start();
async function start() {
	const [{ runAction }, { action }] = await Promise.all([import("./start/faces.js"), import("./start/validate.js")]);
	await runAction(action);
}
export {};
