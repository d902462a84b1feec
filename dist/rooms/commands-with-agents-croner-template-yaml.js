import { configKinds } from "./agents.js";
import { manifestTexts, readManifestTexts } from "./agents-with-croner-yaml.js";
import { decodeText, readText } from "./document.js";
import { refuseSecretsIn } from "./template.js";
import { fileFault } from "./tree.js";
import { acceptedSecretsOf } from "./commands-with-template.js";
import { posix, relative, resolve } from "node:path";
import { statSync } from "node:fs";
// src/commands/places/manifest-sources.ts
async function readSources(context, project, named) {
	const { manifests } = project.settings.platform;
	const read = named.length === 0 ? [manifestTexts(project.root, manifests)] : await Promise.all(named.map((one) => readSource(context, project, one)));
	const texts = read.flatMap((one) => one.texts);
	const accepted = await acceptedSecretsOf(context, project);
	await refuseSecretsIn(texts.map(({ file, text }) => ({
		path: file,
		text
	})), {
		owner: "this repository",
		accepted
	});
	return {
		name: named.length === 0 ? `${manifests}/` : named.join(", "),
		texts,
		problems: read.flatMap((one) => one.problems)
	};
}
async function manifestSet(store, { settings }, { texts, problems }, allOrganizations) {
	const known = await store.read(async (reader) => {
		const found = [];
		for (const kind of configKinds) for await (const { metadata } of reader.each(kind)) found.push({
			kind: kind.kind,
			metadata
		});
		return found;
	});
	const read = readManifestTexts(texts, {
		namespace: settings.platform.organization,
		known,
		allOrganizations
	});
	return {
		manifests: read.manifests,
		problems: [...problems, ...read.problems]
	};
}
async function readSource({ cwd, readInput }, { root }, named) {
	if (named === "-") {
		const file = "standard input";
		return {
			texts: [{
				file,
				text: decodeText(await readInput(), file)
			}],
			problems: []
		};
	}
	const place = resolve(cwd, named);
	const inside = relative(root, place);
	const file = inside.startsWith("..") ? named : inside.replaceAll("\\", "/");
	if (!isFolder(place)) return {
		texts: [{
			file,
			text: readText(place, file)
		}],
		problems: []
	};
	const { texts, problems } = manifestTexts(place, ".");
	const within = (one) => ({
		...one,
		file: posix.join(file, one.file)
	});
	return {
		texts: texts.map(within),
		problems: problems.map(within)
	};
}
function isFolder(place) {
	try {
		return statSync(place).isDirectory();
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", place, cause);
	}
}
export { manifestSet, readSources };
