import { IdentikitError, copyDrift, copyWarnings, count, defineCommand, flag, list, openNearestProject, registryOptions, requiredText, rootOption, text } from "./faces.js";
import { object } from "../vendor/zod.js";
import { registryLogin } from "./actions.js";
// src/commands/publish/publish.ts
const publish = defineCommand({
	name: "publish",
	summary: "Gate an image, push it, tag it, and read back what the tags now stand for.",
	example: "identikit publish --from oci:images:baked --to docker://registry.example/molecule-ai/platform-platform-agent",
	options: object({
		from: requiredText("REF", "The image to publish."),
		to: requiredText("REPO", "The repository or layout to publish to; a tag of it is used like --tag."),
		template: text("DIR", "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out."),
		tagRule: list("RULE", "How tags follow from the run, such as type=sha,prefix=staging-,format=long."),
		tag: list("TAG", "A tag as it is, besides those of the rules."),
		skipGate: flag("Publish without asking the gate; the result says so."),
		...registryOptions,
		...rootOption
	}),
	async run(context, options) {
		const { publish: publishImage } = await import("../rooms/image.js");
		const { findTemplateSide, readTemplateSide } = await import("../rooms/commands-with-child_process-gate-image-template.js");
		const { gateFor } = await import("../rooms/gate-with-image-zlib.js");
		const { openPlaces, placeOf } = await import("../rooms/commands-with-http-image.js");
		const project = await openNearestProject(context.cwd, options.root);
		const { destination, required } = project.settings.identity;
		const found = options.skipGate ? void 0 : await findTemplateSide(context, project, options.template);
		const findings = found?.copyFindings ?? [];
		const drift = copyDrift(context, project, {
			check: "publish",
			findings,
			undone: "not published"
		});
		if (drift) return drift;
		const template = found && await readTemplateSide(context, project, found);
		await using places = openPlaces(context, project.settings, options);
		const from = await places.open(placeOf(context, options.from));
		const to = await places.open(placeOf(context, options.to), "push");
		const named = "tag" in to.reference && to.reference.tag !== void 0 ? [to.reference.tag] : [];
		const rules = options.tagRule.length === 0 && named.length + options.tag.length === 0;
		const done = await publishImage({
			from,
			to,
			tags: await tagsFor(context, template?.commit ?? void 0, {
				rules: rules ? project.settings.image.tags : options.tagRule,
				plain: [...named, ...options.tag]
			}),
			gate: template ? gateFor({
				template: template.tree,
				destination,
				required,
				profile: template.profile,
				signal: context.signal
			}) : "skip"
		});
		const { changed, blobs } = done;
		const moved = changed ? `${count(blobs.sent, "blob")} sent, ${blobs.mounted} mounted, ${blobs.present} there already` : "0 blobs sent, all as it was";
		return {
			outputs: {
				image: done.image,
				digest: done.digest,
				tags: [...done.tags],
				changed,
				gated: done.gated,
				requests: places.traffic.requests
			},
			changed,
			account: [
				...copyWarnings(findings),
				`${changed ? "published" : "unchanged:"} ${done.image}`,
				`tags ${done.tags.join(", ")}; ${moved}; ${done.gated ? "gate passed" : "NOT GATED (--skip-gate)"}`
			]
		};
	}
});
/** The tags of a run: those that the rules give, then those named as they are, each once. */
async function tagsFor(context, commit, tags) {
	const { parseTagRule, tagsOf } = await import("../rooms/image.js");
	const given = tagsOf(tags.rules.map(parseTagRule), tagContext(context, commit));
	const all = [...new Set([...given, ...tags.plain])];
	if (all.length > 0) return all;
	throw new IdentikitError("TAG_INVALID", "the tag rules give no tag for this run", { remedy: "Name one with --tag, or add a rule that speaks of this event." });
}
/** What the runner says of the run; on a laptop, the template's commit stands in for the run's. */
function tagContext({ env, clock }, commit) {
	const sha = env.GITHUB_SHA ?? commit;
	const pullRequest = /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? "")?.[1];
	return {
		now: clock.now(),
		...env.GITHUB_REF ? { ref: env.GITHUB_REF } : {},
		...env.GITHUB_EVENT_NAME ? { event: env.GITHUB_EVENT_NAME } : {},
		...sha === void 0 ? {} : { commit: sha },
		...pullRequest === void 0 ? {} : { pullRequest: Number(pullRequest) }
	};
}
// src/actions/publish-image.ts
const action = {
	name: "publish-image",
	description: "Gate an image, push it under the tags that the run gives, and read back what they stand for.",
	command: publish,
	around: [registryLogin],
	outputs: {
		image: "The published image with its digest.",
		digest: "The digest of the manifest or index.",
		tags: "The tags, as a JSON list.",
		changed: "`true` where a tag moved or a blob was lacking, else `false`."
	}
};
export { action, publish };
