import { IdentikitError } from "../start/faces.js";
import { readContents, readSettled } from "./template-with-yaml.js";
import { TemplateAssets, formOf, goneCommit, problemLine, tokenOf } from "./template.js";
import { openSource } from "./template-with-child_process-http-zlib.js";
import { parseLocation } from "./template-with-child_process.js";
// src/template/read-template.ts
async function readTemplate(request, options) {
	const { entry, elsewhere, pinned } = request;
	const { policy, limits, signal } = options;
	const deadline = AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]);
	try {
		const { source, ref } = sourceOf(entry, elsewhere, options);
		const revision = await revisionOf(source, ref, pinned, deadline);
		const read = (under) => source.read(revision, under, deadline);
		const content = await readSettled(policy, read, source.description).catch(async (caught) => {
			throw await goneCommit({
				name: entry.name,
				source,
				ref,
				pinned,
				signal: deadline
			}, caught) ?? caught;
		});
		checkStrict(source.description, content, options);
		if (pinned) checkPinned(entry.name, content.tree, pinned);
		const origin = {
			name: entry.name,
			source: source.description,
			commit: content.commit
		};
		const assets = await TemplateAssets.check(content.tree, content.policy, origin, options.accepted);
		return {
			assets,
			contents: soundContents(assets, policy),
			content,
			revision,
			movedTo: await newPlaceOf(source, deadline)
		};
	} catch (caught) {
		if (deadline.aborted && !signal.aborted) throw tooSlow(entry.name, limits.timeoutMs, caught);
		throw caught;
	}
}
function soundContents(assets, policy) {
	const { source } = assets.origin;
	const contents = readContents(assets.tree, source, formOf(policy));
	const errors = contents.problems.filter(({ severity }) => severity === "error");
	const [first] = errors;
	if (!first) return contents;
	throw new IdentikitError("TEMPLATE_INVALID", `${source}: ${errors.map(problemLine).join("; ")}`, { remedy: first.remedy });
}
function sourceOf(entry, elsewhere, options) {
	if (elsewhere === void 0) {
		const location = parseLocation(entry.repo, options.root);
		const { ref, provider, path: directory } = entry;
		const token = tokenOf(entry, location, options);
		const request = {
			location,
			ref,
			shown: entry.repo,
			provider,
			directory,
			token
		};
		return {
			source: openSource(request, options),
			ref: entry.ref
		};
	}
	const given = elsewhere.includes("://") || /^(\.|\/)/.test(elsewhere) ? elsewhere : `./${elsewhere}`;
	const location = parseLocation(given, options.cwd);
	if (location.kind === "path") return {
		source: openSource({
			location,
			ref: void 0,
			shown: elsewhere
		}, options),
		ref: void 0
	};
	const { ref, path: directory } = entry;
	return {
		source: openSource({
			location,
			ref,
			shown: elsewhere,
			directory
		}, options),
		ref
	};
}
async function revisionOf(source, ref, pinned, signal) {
	if (pinned?.commit) return {
		commit: pinned.commit,
		ref: ref ?? pinned.commit
	};
	return source.resolve(ref, signal);
}
async function newPlaceOf(source, signal) {
	try {
		return await source.movedTo(signal);
	} catch (caught) {
		if (caught instanceof IdentikitError) return null;
		throw caught;
	}
}
function checkStrict(description, { leftOut }, { strict, policy }) {
	const [first] = leftOut;
	if (!strict || first === void 0) return;
	const more = leftOut.length > 1 ? ` and ${leftOut.length - 1} more` : "";
	throw new IdentikitError("POLICY_VIOLATION", `${description}: ${JSON.stringify(first)}${more} is no asset of the policy ${policy.name}`, { remedy: "Take it out of the template, extend the policy, or fetch without --strict." });
}
function checkPinned(name, tree, { treeDigest, commit }) {
	if (tree.digest === treeDigest) return;
	const problem = `${name}: identikit.lock says ${treeDigest}${commit === null ? "" : ` at commit ${commit}`}, but what was fetched is ${tree.digest}`;
	throw new IdentikitError("LOCK_MISMATCH", problem, { remedy: "Find out who changed it; run `identikit fetch --update-lock` if the change is meant." });
}
function tooSlow(name, timeoutMs, cause) {
	return new IdentikitError("SOURCE_UNREACHABLE", `${name} took longer than ${timeoutMs / 1e3} s`, {
		remedy: "Check the server and the network, then run again.",
		retry: { kind: "later" },
		cause
	});
}
export { readTemplate, soundContents };
