#!/usr/bin/env node
import "./chunks/rolldown-runtime-DhbvIeMx.js";
import { t as nodeTooOld } from "./chunks/node-version-CY3Gq4Oy.js";
// build/identikit.entry.ts
const problem = nodeTooOld();
problem ? (process.stderr.write(`error ${problem}\n`), process.exitCode = 1) : await start();
async function start() {
	let [{ main }, { version }, { typedArguments }] = await Promise.all([
		import("./chunks/main-y6X1Ze8-.js"),
		import("./chunks/version-DPmcBkVR.js"),
		import("./chunks/own-process-RDsiCKIr.js")
	]);
	await main(typedArguments(), version);
}
export {};
