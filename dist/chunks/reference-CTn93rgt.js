import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { n as isDigest } from "./digest-CDBbUiOQ.js";
const repositoryForm = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/, hostForm = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::[0-9]+)?$/i, tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
/** True for what may stand as a tag. */
function isTag(text) {
	return tagForm.test(text);
}
/**
* Parses an image reference: `docker://HOST/REPOSITORY[:TAG][@DIGEST]` and the bare form of it, `oci:DIR[:TAG]`,
* `docker-archive:FILE[:REPOSITORY:TAG]`, `docker-daemon:NAME`, `scratch`. The transports are those of
* containers-transports(5); bare names are completed as Docker does (`docker.io`, `library/`), except that no
* tag is made up here.
* @throws {IdentikitError} `REFERENCE_INVALID`
*/
function parseImageReference(text) {
	if (text === "scratch") return { kind: "scratch" };
	if (text.startsWith("oci:")) return parseLayout(text.slice(4), text);
	if (text.startsWith("docker-archive:")) return parseArchive(text.slice(15), text);
	if (refuseCredential(text), text.startsWith("docker://")) return parseRegistry(text.slice(9), text);
	if (text.startsWith("docker-daemon:")) return parseEngine(text.slice(14), text);
	let transport = /^([a-z][a-z-]*):(?:\/\/|\/|\.)/.exec(text)?.[1];
	if (transport) throw invalid(text, `the transport ${transport} is not known`, "Use one of docker://, oci:, docker-archive:, docker-daemon:, scratch.");
	return parseRegistry(text, text);
}
/** {@link parseImageReference} where there must be a place: everything but `scratch`. */
function parseStoredReference(text) {
	let reference = parseImageReference(text);
	if (reference.kind === "scratch") throw invalid(text, "scratch is a base, not a place");
	return reference;
}
/** The reference as one writes it; {@link parseImageReference} reads it back. */
function formatImageReference(reference) {
	switch (reference.kind) {
		case "scratch": return "scratch";
		case "registry": return `docker://${registryName(reference)}`;
		case "layout": return `oci:${reference.directory}${suffix(reference)}`;
		case "archive": return `docker-archive:${reference.file}${reference.tag === void 0 ? "" : `:${reference.tag}`}`;
		case "engine": return `docker-daemon:${reference.name}`;
	}
}
/** The reference of an image that was written to a place: with its name there, and its digest where the place has such. */
function formatWritten(place, tag, digest) {
	return formatImageReference(place.kind === "registry" || place.kind === "layout" ? {
		...place,
		tag,
		digest
	} : place);
}
/** A registry reference without its transport, as a `FROM` line or an image annotation has it. */
function registryName(reference) {
	return `${reference.host}/${reference.repository}${suffix(reference)}`;
}
function suffix({ tag, digest }) {
	return `${tag === void 0 ? "" : `:${tag}`}${digest === void 0 ? "" : `@${digest}`}`;
}
function parseRegistry(name, text) {
	let { rest, digest } = splitDigest(name, text), slash = rest.indexOf("/"), first = slash === -1 ? "" : rest.slice(0, slash), hasHost = /[.:]/.test(first) || first === "localhost" || first.startsWith("["), host = hasHost ? first.toLowerCase() : "docker.io", path = hasHost ? rest.slice(slash + 1) : rest, colon = path.lastIndexOf(":"), tag = colon > path.lastIndexOf("/") ? path.slice(colon + 1) : void 0, short = tag === void 0 ? path : path.slice(0, colon), repository = host === "docker.io" && !short.includes("/") ? `library/${short}` : short;
	if (!hostForm.test(host)) throw invalid(text, `${JSON.stringify(host)} is not a registry host`);
	if (!repositoryForm.test(repository) || repository.length > 255) throw invalid(text, `${JSON.stringify(short)} is not a repository name (lower case, parts joined by "/")`);
	if (tag !== void 0 && !isTag(tag)) throw invalid(text, `${JSON.stringify(tag)} is not a tag`);
	return {
		kind: "registry",
		host,
		repository,
		...present({
			tag,
			digest
		})
	};
}
function parseLayout(place, text) {
	let { rest, digest } = splitDigest(place, text), from = /^[A-Za-z]:[\\/]/.test(rest) ? 2 : 0, colon = rest.indexOf(":", from), directory = colon === -1 ? rest : rest.slice(0, colon), tag = colon === -1 ? void 0 : rest.slice(colon + 1);
	if (directory === "") throw invalid(text, "it names no directory");
	if (tag !== void 0 && !/^[A-Za-z0-9](?:[A-Za-z0-9._:@/+-]{0,254})$/.test(tag)) throw invalid(text, `${JSON.stringify(tag)} is not a name of an image in a layout`);
	return {
		kind: "layout",
		directory,
		...present({
			tag,
			digest
		})
	};
}
function parseArchive(place, text) {
	let from = /^[A-Za-z]:[\\/]/.test(place) ? 2 : 0, colon = place.indexOf(":", from), file = colon === -1 ? place : place.slice(0, colon);
	if (file === "") throw invalid(text, "it names no file");
	return colon === -1 ? {
		kind: "archive",
		file
	} : {
		kind: "archive",
		file,
		tag: familiarName(place.slice(colon + 1), text)
	};
}
function parseEngine(name, text) {
	return isDigest(name) || /^[0-9a-f]{12,64}$/.test(name) ? {
		kind: "engine",
		name
	} : {
		kind: "engine",
		name: familiarName(name, text)
	};
}
/** A name as an engine lists it: with a tag, and without what Docker leaves out of its own hub's names. */
function familiarName(name, text) {
	let { host, repository, tag, digest } = parseRegistry(name, text), short = host === "docker.io" ? repository.replace(/^library\//, "") : `${host}/${repository}`;
	return digest === void 0 ? `${short}:${tag ?? "latest"}` : `${short}@${digest}`;
}
function splitDigest(name, text) {
	let at = name.lastIndexOf("@");
	if (at === -1 || !/^[a-z0-9+._-]+:/i.test(name.slice(at + 1))) return {
		rest: name,
		digest: void 0
	};
	let digest = name.slice(at + 1);
	if (!isDigest(digest)) throw invalid(text, `${JSON.stringify(digest)} is not a SHA-256 digest`);
	return {
		rest: name.slice(0, at),
		digest
	};
}
function present(selected) {
	return {
		...selected.tag === void 0 ? {} : { tag: selected.tag },
		...selected.digest === void 0 ? {} : { digest: selected.digest }
	};
}
/** `user:password@host`: such a reference would stand in logs and labels, and its first message is already one. */
function refuseCredential(text) {
	let shown = text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/@\s]+@(?!sha(?:256|512):)/i, "$1…@");
	if (shown !== text) throw invalid(shown, "it holds a credential", "Log in to the registry, or give user and password as inputs.");
}
function invalid(text, reason, remedy) {
	return new IdentikitError("REFERENCE_INVALID", `image reference ${JSON.stringify(text)}: ${reason}`, { remedy: remedy ?? "Write it as docker://HOST/REPOSITORY:TAG, oci:DIR:TAG or one of the other transports." });
}
export { parseStoredReference as a, parseImageReference as i, formatWritten as n, registryName as o, isTag as r, formatImageReference as t };
