import { IdentikitError, asFault } from "../../start/faces.js";
import { downloadArtifact, isListed, uploadArtifact } from "../../rooms/host-with-http-zlib.js";
import { atExit } from "../../rooms/runtime.js";
import { AnchoredDirectory, readFileIn, writeFileIn } from "../../rooms/tree.js";
import { basename, dirname, join, resolve } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
// src/actions/around/artifacts/body.ts
const fileBytes = 268435456;
async function store(context, { artifact, retentionDays }, path) {
	if (artifact === void 0 || typeof path !== "string") return {};
	const file = {
		name: basename(path),
		bytes: read(resolve(context.cwd, path))
	};
	const expires = retentionDays === void 0 ? {} : { expires: daysFrom(context, retentionDays) };
	const { id, digest } = await uploadArtifact(file, {
		...of(context, artifact),
		...expires
	});
	if (expires.expires) await sayKept(context, artifact, expires.expires);
	return {
		artifactId: id,
		artifactDigest: digest
	};
}
async function fetchStored(context, { artifact, artifactDigest: expected }) {
	if (artifact === void 0) return void 0;
	const file = await downloadArtifact({
		...of(context, artifact),
		...expected ? { expected } : {}
	});
	context.log.info(`artifact ${artifact}: ${file.name} is ${file.digest}`);
	return keep(context, file);
}
function of({ env, signal }, artifact) {
	return {
		env,
		artifact,
		signal
	};
}
const hourMs = 36e5;
function daysFrom({ clock }, days) {
	return new Date(clock.now().getTime() + days * 24 * hourMs + hourMs);
}
async function sayKept(context, artifact, until) {
	const { log } = context;
	const asked = `artifact ${artifact}: asked to be kept until ${until.toISOString()}`;
	try {
		if (await isListed(of(context, artifact))) log.info(`${asked}; the host lists it`);
		else log.warn(`${asked}, but the host does not list it any more: ask for more days (retention-days)`);
	} catch (caught) {
		context.signal.throwIfAborted();
		log.info(`${asked}; the host does not say what it made of it (${asFault(caught).message})`);
	}
}
function read(path) {
	using directory = AnchoredDirectory.open(dirname(path));
	const file = readFileIn(directory, basename(path), fileBytes);
	if (file) return file.bytes;
	throw new IdentikitError("FILE_UNREADABLE", `${path} is not there any more`, { remedy: "Keep other steps from removing it." });
}
function keep({ env }, file) {
	const path = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "identikit-fetched-"));
	atExit(() => rmSync(path, {
		recursive: true,
		force: true
	}));
	using directory = AnchoredDirectory.open(path);
	writeFileIn(directory, file.name, file.bytes, {
		mode: 384,
		sync: false
	});
	return join(path, file.name);
}
export { fetchStored, store };
