import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as copyImage } from "./copy-MBRWwb-g.js";
import { c as selectIdentity } from "./identity-Ddzfemv6.js";
import { t as readImage } from "./image-DxFbhWcu.js";
import { a as passGate, r as readBack } from "./write-staged-GQQ9UZYV.js";
import { t as templateLabels } from "./labels-Dg2nnUG5.js";
import { a as writeTar } from "./tar-writer-D54S5rE9.js";
import { n as formatWritten, o as registryName, t as formatImageReference } from "./reference-CTn93rgt.js";
import { n as engineFault, t as connectEngine } from "./connection-Bx_dOvTS.js";
import { n as followEngine, t as EngineStore } from "./engine-store-BH3QpaQs.js";
import { Readable } from "node:stream";
/** Where the template stands in the build context that the engine is given. */
const contextDirectory = "template";
/**
* The other builder: `Dockerfile.platform-agent` on a real engine, through its API. The context holds the Dockerfile and
* the identity, nothing else. The image gets its name, or is copied to its place, only after the gate has passed it. The
* engine builds its own platform, and its image's digest is its own; the identity's is the same as the direct builder's.
* @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED` with what the build says, `GATE_FAILED`, `USAGE` for a
* base that no engine can name
*/
async function build(options) {
	let { to, gate, env, signal } = options, identity = selectIdentity(options.template, "the template", options.required), engine = await connectEngine(env), base = baseName(options.base), id = await followEngine(engine.buildImage(Readable.from([contextOf(identity, options.dockerfile)], { objectMode: !1 }), {
		dockerfile: "Dockerfile",
		buildargs: {
			BASE_IMAGE: base,
			PLATFORM_AGENT_TEMPLATE_DIR: contextDirectory
		},
		labels: {
			...templateLabels(identity, options.provenance),
			...options.labels
		},
		networkmode: "none",
		forcerm: !0,
		abortSignal: signal
	}).catch((cause) => {
		throw engineFault(`building on ${base}`, cause);
	}), `building on ${base}`, signal);
	if (id === void 0) throw new IdentikitError("ENGINE_FAILED", `building on ${base}: the engine names no image`, { remedy: "Look at the engine's log." });
	await using built = new EngineStore(engine, id, signal);
	let digest = await built.only(), subject = formatImageReference(to.reference);
	await passGate(gate, {
		source: built,
		selector: {
			kind: "digest",
			digest
		},
		subject
	});
	let { raw, images } = await readImage(built, {
		kind: "digest",
		digest
	}), changed = await place(options, {
		built,
		id,
		engine
	}), [image] = images, isEngine = to.reference.kind === "engine";
	return {
		image: formatWritten(to.reference, to.tag, raw.digest),
		digest: isEngine ? id : raw.digest,
		layerDigest: image?.manifest.layers.at(-1)?.digest ?? raw.digest,
		treeDigest: identity.digest,
		platforms: images.map(({ platform }) => platform),
		changed
	};
}
/** Names the image in the engine, or copies it to where it is to be. */
async function place({ to }, { built, id, engine }) {
	if (to.reference.kind === "engine") {
		let { name } = to.reference, repo = name.replace(/:[^:/]*$/, ""), before = await engine.getImage(name).inspect().catch(() => void 0);
		return await engine.getImage(id).tag({
			repo,
			tag: to.tag
		}).catch((cause) => {
			throw engineFault(`naming ${name}`, cause);
		}), before?.Id !== id;
	}
	let top = await built.manifest({
		kind: "digest",
		digest: await built.only()
	}), tally = await copyImage(built, top, to.store, [to.tag]);
	return await readBack(to.store, top), tally.sent + tally.mounted > 0;
}
function contextOf(identity, dockerfile) {
	let files = [...identity].map(({ path, mode, bytes }) => ({
		path: `${contextDirectory}/${path}`,
		mode,
		bytes
	}));
	return writeTar([{
		path: "Dockerfile",
		mode: 420,
		bytes: Buffer.from(dockerfile)
	}, ...files], 0);
}
function baseName(base) {
	if (base.kind === "registry") return registryName(base);
	if (base.kind === "engine") return base.name;
	throw new IdentikitError("USAGE", `an engine cannot build on ${formatImageReference(base)}`, { remedy: "Name an image of a registry or of the engine, or use --builder direct." });
}
export { build };
