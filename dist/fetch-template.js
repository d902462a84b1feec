import "./chunks/rolldown-runtime-Dl-MpCDs.js";
import { t as nodeTooOld } from "./chunks/node-version-CY3Gq4Oy.js";
// build/fetch-template.entry.ts
const problem = nodeTooOld();
problem ? (process.stdout.write(`::error::${problem}\n`), process.exitCode = 1) : await start();
async function start() {
	let [{ runAction }, { action }] = await Promise.all([import("./chunks/frame-BAOHjjGb.js"), import("./chunks/fetch-template-rKe_DwB8.js")]);
	await runAction(action);
}
export {};
