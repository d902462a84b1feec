import { IdentikitError, visible } from "../start/faces.js";
import { digestOf } from "./tree.js";
import { ArtifactService } from "./host-with-http.js";
import { unzip, zipOf } from "./host-with-zlib.js";
// src/host/artifact.ts
const fileBytes = 268435456;
const artifactName = /^[^":<>|*?\r\n\\/]{1,200}$/;
const sumsName = "SHA256SUMS";
const sumsLine = /^(?<hex>[0-9a-f]{64}) {2}(?<name>[\w-][\w.-]*)\n$/;
async function uploadArtifact(file, options) {
	const { env, artifact, signal } = options;
	const digest = digestOf(file.bytes);
	const sums = Buffer.from(`${digest.slice(7)}  ${file.name}\n`);
	if (!artifactName.test(artifact)) throw failed(artifact, "its name is not one that hosts take");
	if (!sumsLine.test(sums.toString())) throw failed(artifact, `"${visible(file.name)}" is no plain file name`);
	if (file.bytes.length > fileBytes) throw failed(artifact, `${file.name} is larger than ${fileBytes} bytes`);
	const service = new ArtifactService(env, signal);
	const archive = zipOf([file, {
		name: sumsName,
		bytes: sums
	}]);
	return {
		id: await naming(artifact, service.store(artifact, archive, options.expires)),
		digest
	};
}
async function downloadArtifact(options) {
	const { env, artifact, signal } = options;
	const service = new ArtifactService(env, signal);
	const found = await naming(artifact, service.find(artifact));
	if (!found) throw failed(artifact, "no job of this run has stored it");
	const files = unzip(await naming(artifact, service.fetch(found)), fileBytes);
	const { name, hex } = sumsLine.exec(files.get(sumsName)?.toString("utf8") ?? "")?.groups ?? {};
	if (!name) throw failed(artifact, `it has no ${sumsName} with one file`);
	const bytes = files.get(name);
	if (!bytes) throw failed(artifact, `${name} is not in it`);
	const digest = digestOf(bytes);
	for (const wanted of [`sha256:${hex}`, ...options.expected ? [options.expected] : []]) {
		if (digest === wanted) continue;
		throw new IdentikitError("DIGEST_MISMATCH", `artifact ${artifact}: ${name} is ${digest}, not ${wanted}`, { remedy: "Run the job that stores it again; nothing of it was used." });
	}
	return {
		name,
		bytes,
		digest
	};
}
async function isListed({ env, artifact, signal }) {
	return await naming(artifact, new ArtifactService(env, signal).find(artifact)) !== void 0;
}
async function naming(artifact, work) {
	try {
		return await work;
	} catch (caught) {
		if (!(caught instanceof IdentikitError) || caught.code !== "ARTIFACT_FAILED") throw caught;
		const { message, remedy, retry } = caught;
		throw new IdentikitError("ARTIFACT_FAILED", `artifact ${visible(artifact)}: ${message}`, {
			remedy,
			retry,
			cause: caught
		});
	}
}
function failed(artifact, reason) {
	return new IdentikitError("ARTIFACT_FAILED", `artifact ${visible(artifact)}: ${reason}`, { remedy: "Check that the job that stores it ran before, and that its name is used once in a run." });
}
export { downloadArtifact, isListed, uploadArtifact };
