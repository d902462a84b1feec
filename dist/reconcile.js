import "./chunks/rolldown-runtime-DhbvIeMx.js";
import { t as nodeTooOld } from "./chunks/node-version-CY3Gq4Oy.js";
// build/reconcile.entry.ts
const problem = nodeTooOld();
problem ? (process.stdout.write(`::error::${problem}\n`), process.exitCode = 1) : await start();
async function start() {
	let [{ runAction }, { action }] = await Promise.all([import("./chunks/frame-Dm4rQLYR.js"), import("./chunks/reconcile-CpCz1OqP.js")]);
	await runAction(action);
}
export {};
