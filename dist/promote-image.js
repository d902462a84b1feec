import "./chunks/rolldown-runtime-DqgWs3Hx.js";
import { t as nodeTooOld } from "./chunks/node-version-CNpAQY3n.js";
const problem = nodeTooOld();
problem ? (process.stdout.write(`::error::${problem}\n`), process.exitCode = 1) : await start();
async function start() {
	let [{ runAction }, { action }] = await Promise.all([import("./chunks/frame-DOoHwiGp.js"), import("./chunks/promote-image-DlRSrcSr.js")]);
	await runAction(action);
}
export {};
