import { credentialRanges } from "./template.js";
// src/supervisor/suspected-secrets.ts
const mostBytes = 4194304;
async function countSuspectedSecrets({ changes }, blobs, finder) {
	let count = 0;
	for (const { path, after } of changes) {
		if (!after) continue;
		count += finder.find(path).found.length;
		if (after.bytes > mostBytes) continue;
		count += await suspectedIn(blobs.read(after.digest), finder);
	}
	return count;
}
async function cleanBefore({ changes }, blobs, finder) {
	const clean = new Map();
	for (const { before } of changes) {
		if (!before || !blobs.has(before.digest)) continue;
		if (await suspectedIn(blobs.read(before.digest), finder) === 0) clean.set(before.digest, before.bytes);
	}
	return clean;
}
async function suspectedIn(content, finder) {
	const text = Buffer.from(content).toString("utf8");
	return finder.find(text).found.length + (await credentialRanges(text)).length;
}
export { cleanBefore, countSuspectedSecrets };
