import { IdentikitError, isRecord } from "../start/faces.js";
import { readJsonDocument } from "./document.js";
import { readManifest } from "./template.js";
import { findCheckout, originOf, parseLocation } from "./template-with-child_process.js";
import { join, relative, sep } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/image-source.ts
async function imageSource({ env, signal }, { root, settings }) {
	if (settings.image.source !== void 0) return settings.image.source;
	const checkout = findCheckout(root);
	if (!checkout) return void 0;
	const origin = await originOf({
		environment: env,
		signal,
		gitDirectory: checkout.gitDirectory
	});
	return origin === null ? void 0 : webAddress(origin.trim());
}
function webAddress(remote) {
	const scp = /^(?:[^@/\s]+@)?([A-Za-z0-9.-]+):(?!\/)([^\s]+)$/.exec(remote);
	const url = scp ? URL.parse(`https://${scp[1]}/${scp[2]}`) : URL.parse(remote.replace(/^git\+/, ""));
	if (!url || !/^(https?|ssh):$/.test(url.protocol) || url.hostname === "") return void 0;
	const path = url.pathname.replace(/\/+$/, "").replace(/\.git$/, "");
	const [scheme, host] = url.protocol === "ssh:" ? ["https:", url.hostname] : [url.protocol, url.host];
	return path === "" ? void 0 : `${scheme}//${host}${path}`;
}
// src/commands/places/finding-places.ts
function placedInTemplate(project, name, findings) {
	const place = placesOfTemplate(project, name);
	return findings.map((finding) => {
		const location = finding.location ?? place(finding.path);
		return location ? {
			...finding,
			location
		} : finding;
	});
}
function placesOfTemplate(project, name) {
	const { root, settings } = project;
	const file = settings.manifest;
	if (!existsSync(project.path(file))) return () => void 0;
	const entry = ifSound(() => readManifest(project.path(file), file))?.workspaceTemplates.find((each) => each.name === name);
	if (!entry) return () => ({ file });
	const line = {
		file,
		line: entry.line
	};
	const location = ifSound(() => parseLocation(entry.repo, root));
	if (location?.kind !== "path") return () => line;
	const within = relative(root, join(location.path, entry.path ?? ""));
	if (within === "" || within.startsWith("..")) return () => line;
	const directory = within.split(sep).join("/");
	return (path) => {
		const inTemplate = `${directory}/${path}`;
		return existsSync(project.path(inTemplate)) && path !== "." ? {
			file: inTemplate,
			line: 1
		} : line;
	};
}
function placedAtAgents(project, findings, agentOf) {
	const file = project.settings.agents;
	const path = project.path(file);
	const document = existsSync(path) ? ifSound(() => readJsonDocument(path, {
		comments: "whole-line",
		name: file
	})) : void 0;
	if (!document || !isRecord(document.value) || !Array.isArray(document.value.agents)) return findings;
	const names = document.value.agents.map((row) => isRecord(row) ? row.name : void 0);
	return findings.map((finding) => {
		const index = names.indexOf(agentOf(finding));
		if (finding.location !== void 0 && finding.location.line !== void 0 || index === -1) return finding;
		return {
			...finding,
			location: {
				file,
				line: document.lineOf(["agents", index])
			}
		};
	});
}
function ifSound(read) {
	try {
		return read();
	} catch (caught) {
		if (caught instanceof IdentikitError) return void 0;
		throw caught;
	}
}
export { imageSource, placedAtAgents, placedInTemplate };
