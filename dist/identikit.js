import "./chunks/rolldown-runtime-Dl-MpCDs.js";
import { t as nodeTooOld } from "./chunks/node-version-CY3Gq4Oy.js";
// build/identikit.entry.ts
const problem = nodeTooOld();
problem ? (process.stderr.write(`error ${problem}\n`), process.exitCode = 1) : await start();
async function start() {
	let [{ main }, { version }, { typedArguments }] = await Promise.all([
		import("./chunks/main-CmgGCFkW.js"),
		import("./chunks/version-DzE2C3Tp.js"),
		import("./chunks/own-process-xb5h9qpx.js")
	]);
	await main(typedArguments(), version);
}
export {};
