import { certain } from "../rooms/fault.js";
import { IdentikitError } from "../start/faces.js";
import { gateFor } from "../rooms/gate-with-diff-image-zlib.js";
import { parseTagRule, publish, tagsOf } from "../rooms/image.js";
import { openNearestProject } from "../rooms/project.js";
import { kindName } from "../rooms/provenance.js";
import { signaturePredicate } from "../rooms/provenance-with-image.js";
import { carriedLines, count, openNamedRecord, openSigning, requirementsOf } from "../rooms/commands.js";
import { copyDrift, copyWarnings, eachTemplate, resultOfSeveral } from "../rooms/commands-with-report.js";
import { billStatement, identityStatement } from "../rooms/commands-with-image.js";
import { dockerfileBeside, gateDockerfile, passDockerfile } from "../rooms/commands-with-diff-gate-image-sqlite-template.js";
import { openPlaces, placeOf } from "../rooms/commands-with-child_process-http-image-sqlite-template.js";
import { optionsPerTemplate } from "../rooms/commands-with-image-template.js";
import { findTemplateSide, readTemplateSide } from "../rooms/commands-with-child_process-gate-image-template-yaml.js";
// src/commands/publish/body.ts
async function run(context, options) {
	const project = await openNearestProject(context.cwd, options.root);
	const [only, ...others] = optionsPerTemplate(context, project, options, {
		own: [
			"template",
			"from",
			"to",
			"dockerfile"
		],
		shared: ["tag", "unlessTag"]
	});
	const first = certain(only);
	if (others.length === 0) return await publishOne(context, project, first);
	const outcomes = await eachTemplate([first, ...others], (one) => publishOne(context, project, one));
	const anchor = project.settings.lock;
	return resultOfSeveral({
		cwd: context.cwd,
		root: project.root,
		check: "publish",
		anchor
	}, outcomes);
}
async function publishOne(context, project, options) {
	const { destination } = project.settings.identity;
	const found = options.skipGate ? void 0 : await findTemplateSide(context, project, options);
	const findings = found?.copyFindings ?? [];
	const drift = copyDrift(context, project, {
		check: "publish",
		findings,
		undone: "not published"
	});
	if (drift) return drift;
	const template = found && await readTemplateSide(context, project, found);
	if (template) {
		const dockerfile = dockerfileBeside(context, project, template, options.dockerfile);
		passDockerfile(gateDockerfile(context, project, template, { dockerfile }).findings);
	}
	await using places = openPlaces(context, project.settings, options);
	const from = await places.open(placeOf(context, options.from));
	const to = await places.open(placeOf(context, options.to), options.dryRun ? "pull" : "push");
	const signing = await openSigning(context, project, options);
	signing?.check(to.store);
	const required = await requirementsOf(context, project, options);
	const mover = {
		action: "publish",
		to: to.reference,
		gated: template !== void 0
	};
	await using record = await openNamedRecord(context, project, options, mover);
	const named = "tag" in to.reference && to.reference.tag !== void 0 ? [to.reference.tag] : [];
	const rules = options.tagRule.length === 0 && named.length + options.tag.length === 0;
	const tags = tagsFor(context, template?.commit ?? void 0, {
		rules: rules ? project.settings.image.tags : options.tagRule,
		plain: [...named, ...options.tag]
	});
	const gate = template ? gateFor({
		template: template.tree,
		destination,
		required: template.required,
		profile: template.profile,
		signal: context.signal
	}) : "skip";
	const done = await publish({
		from,
		to,
		tags,
		...options.unlessTag === void 0 ? {} : { unlessTag: options.unlessTag },
		gate: required ? required.after(gate, from.store, template?.tree.digest) : gate,
		dryRun: options.dryRun,
		aroundMoves: record?.aroundMoves,
		beforeNames: signing && (async (top) => {
			const parts = template && options.sbom ? [await billStatement(context, project, template)] : [];
			const said = template ? [identityStatement(project, template, "clean"), ...parts] : [];
			await signing.attach(to.store, top, [signaturePredicate, ...said]);
		})
	});
	const { dryRun } = options;
	return {
		outputs: {
			image: done.image,
			digest: done.digest,
			tags: [...done.tags],
			changed: done.changed,
			gated: template !== void 0,
			...signing ? { attestations: signing.attestations } : {},
			...dryRun ? { dryRun } : {},
			requests: places.traffic.requests
		},
		changed: done.changed && !dryRun,
		account: [
			...copyWarnings(findings),
			...accountOf({
				...done,
				gated: template !== void 0
			}, options),
			...required ? [`verified: ${required.types.map(kindName).join(", ")}`] : [],
			...carriedLines(done.referrers),
			...signing?.account() ?? []
		]
	};
}
function accountOf({ image, tags, gated, changed, blobs }, { dryRun, unlessTag }) {
	const moved = changed ? `${count(blobs.sent, "blob")} sent, ${blobs.mounted} mounted, ${blobs.present} there already` : "0 blobs sent, all as it was";
	return [`${changed ? dryRun ? "would be published:" : "published" : "unchanged:"} ${image}`, [
		tags.length === 0 ? `no tag: ${unlessTag} stands for it already` : `tags ${tags.join(", ")}`,
		dryRun ? "nothing was sent (--dry-run)" : moved,
		gated ? "gate passed" : "NOT GATED (--skip-gate)"
	].join("; ")];
}
function tagsFor(context, commit, tags) {
	const given = tagsOf(tags.rules.map(parseTagRule), tagContext(context, commit));
	const all = [...new Set([...given, ...tags.plain])];
	if (all.length > 0) return all;
	throw new IdentikitError("TAG_INVALID", "the tag rules give no tag for this run", { remedy: "Name one with --tag, or add a rule that speaks of this event." });
}
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
export { run };
