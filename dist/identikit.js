#!/usr/bin/env node
import { nodeTooOld } from "./start/node-version.js";
// build/identikit.entry.ts
const problem = nodeTooOld();
if (problem) {
	process.stderr.write(`error ${problem}\n`);
	process.exitCode = 1;
} else await start();
async function start() {
	const [{ main }, { version }, { typedArguments }] = await Promise.all([
		import("./start/identikit.js"),
		import("./start/faces.js"),
		import("./start/identikit.js")
	]);
	await main(typedArguments(), version);
}
export {};
