import "./chunks/rolldown-runtime-Dl-MpCDs.js";
import { t as nodeTooOld } from "./chunks/node-version-CY3Gq4Oy.js";
// build/promote-image.entry.ts
const problem = nodeTooOld();
problem ? (process.stdout.write(`::error::${problem}\n`), process.exitCode = 1) : await start();
async function start() {
	let [{ runAction }, { action }] = await Promise.all([import("./chunks/frame-BAOHjjGb.js"), import("./chunks/promote-image-tQKxnpXb.js")]);
	await runAction(action);
}
export {};
