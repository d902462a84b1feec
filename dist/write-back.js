import { nodeTooOld } from "./start/node-version.js";
// build/write-back.entry.ts
const problem = nodeTooOld();
if (problem) {
	process.stdout.write(`::error::${problem}\n`);
	process.exitCode = 1;
} else await start();
async function start() {
	const [{ runAction }, { action }] = await Promise.all([import("./start/actions.js"), import("./start/write-back.js")]);
	await runAction(action);
}
export {};
