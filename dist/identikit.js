#!/usr/bin/env node
import "./chunks/rolldown-runtime-DqgWs3Hx.js";
import { t as nodeTooOld } from "./chunks/node-version-CNpAQY3n.js";
const problem = nodeTooOld();
problem ? (process.stderr.write(`error ${problem}\n`), process.exitCode = 1) : await start();
async function start() {
	let [{ main }, { version }, { typedArguments }] = await Promise.all([
		import("./chunks/main-CHAb-VOt.js"),
		import("./chunks/version-CYGxJbH7.js"),
		import("./chunks/own-process-o-2_CvrJ.js")
	]);
	await main(typedArguments(), version);
}
export {};
