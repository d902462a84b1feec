import { credentialRanges } from "./template.js";
// src/supervisor/suspected-secrets.ts
const mostBytes = 4194304;
async function countSuspectedSecrets({ changes }, blobs, finder) {
	let count = 0;
	for (const { path, after } of changes) {
		if (!after) continue;
		count += finder.find(path).found.length;
		if (after.bytes > mostBytes) continue;
		const text = Buffer.from(blobs.read(after.digest)).toString("utf8");
		count += finder.find(text).found.length + (await credentialRanges(text)).length;
	}
	return count;
}
export { countSuspectedSecrets };
