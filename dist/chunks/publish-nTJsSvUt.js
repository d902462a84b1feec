import { C as count, D as openNearestProject, I as IdentikitError, S as text, _ as list, c as defineJob, g as flag, m as rootOption, p as registryOptions, x as requiredText } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
const publish = defineJob({
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
		let { publish: publishImage } = await import("./publish-BKcGybSq.js"), { readTemplateSide } = await import("./template-side-DqE48JGn.js"), { gateFor } = await import("./gate-BTCaLvAq.js"), { openPlaces, placeOf } = await import("./image-place-Bhf-d4sE.js"), project = await openNearestProject(context.cwd, options.root), { destination, required } = project.settings.identity, template = options.skipGate ? void 0 : await readTemplateSide(context, project, options.template);
		await using places = openPlaces(context, options);
		let from = await places.open(placeOf(context, options.from)), to = await places.open(placeOf(context, options.to), "push"), named = "tag" in to.reference && to.reference.tag !== void 0 ? [to.reference.tag] : [], rules = options.tagRule.length === 0 && named.length + options.tag.length === 0, done = await publishImage({
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
				signal: context.signal
			}) : "skip"
		}), { sent, mounted, present } = done.blobs, changed = sent + mounted > 0;
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
			account: [`${changed ? "published" : "unchanged:"} ${done.image}`, `tags ${done.tags.join(", ")}; ${count(sent, "blob")} sent, ${mounted} mounted, ${present} there already; ${done.gated ? "gate passed" : "NOT GATED (--skip-gate)"}`]
		};
	}
});
/** The tags of a run: those that the rules give, then those named as they are, each once. */
async function tagsFor(context, commit, tags) {
	let { parseTagRule, tagsOf } = await import("./tag-rule-B0Yc4KbC.js"), given = tagsOf(tags.rules.map(parseTagRule), tagContext(context, commit)), all = [.../* @__PURE__ */ new Set([...given, ...tags.plain])];
	if (all.length > 0) return all;
	throw new IdentikitError("TAG_INVALID", "the tag rules give no tag for this run", { remedy: "Name one with --tag, or add a rule that speaks of this event." });
}
/** What the runner says of the run; on a laptop, the template's commit stands in for the run's. */
function tagContext({ env, clock }, commit) {
	let sha = env.GITHUB_SHA ?? commit, pullRequest = /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? "")?.[1];
	return {
		now: clock.now(),
		...env.GITHUB_REF ? { ref: env.GITHUB_REF } : {},
		...env.GITHUB_EVENT_NAME ? { event: env.GITHUB_EVENT_NAME } : {},
		...sha === void 0 ? {} : { commit: sha },
		...pullRequest === void 0 ? {} : { pullRequest: Number(pullRequest) }
	};
}
export { publish as t };
