import { readText } from "../rooms/document.js";
import { certain } from "../rooms/fault.js";
import { gateFor } from "../rooms/gate-with-diff-image-zlib.js";
import { bake } from "../rooms/image-with-zlib.js";
import { baseCacheOf, build, formatPlatform, layerIndexOf, parsePlatform, sourceDateEpoch } from "../rooms/image.js";
import { openNearestProject } from "../rooms/project.js";
import { copyDrift, copyWarnings, eachTemplate, resultOfSeveral } from "../rooms/commands-with-report.js";
import { builderOf, count, keyValues, openSigning, shortDigest } from "../rooms/commands.js";
import { billStatement, identityStatement, recordedTemplate } from "../rooms/commands-with-image.js";
import { dockerfileBeside, dockerfileOf, gateDockerfile, passDockerfile } from "../rooms/commands-with-diff-gate-image-sqlite-template.js";
import { imageSource } from "../rooms/commands-with-child_process-template.js";
import { baseNamed, baseOf, openPlaces, placeOf } from "../rooms/commands-with-child_process-http-image-sqlite-template.js";
import { optionsPerTemplate } from "../rooms/commands-with-image-template.js";
import { findTemplateSide, readTemplateSide, templateLine } from "../rooms/commands-with-child_process-gate-image-template-yaml.js";
import { buildProvenance, signaturePredicate } from "../rooms/provenance-with-image.js";
// src/commands/bake/bake-statements.ts
function bakeStatements(context, project, template, of) {
	const { options, below } = of;
	const { builder, platform, ancestors, label, skipGate } = options;
	return [
		signaturePredicate,
		buildProvenance({
			template: {
				...recordedTemplate(template),
				treeDigest: template.tree.digest
			},
			base: below,
			parameters: {
				builder,
				platforms: platform.map((one) => formatPlatform(parsePlatform(one))),
				ancestors,
				labels: keyValues("--label", label),
				sourceDateEpoch: sourceDateEpoch(context)
			},
			builder: builderOf(context.env)
		}),
		identityStatement(project, template, skipGate ? "skipped" : "clean")
	];
}
// src/commands/bake/body.ts
async function run(context, options) {
	const project = await openNearestProject(context.cwd, options.root);
	const [only, ...others] = optionsPerTemplate(context, project, options, {
		own: [
			"template",
			"to",
			"dockerfile"
		],
		shared: ["base", "label"]
	});
	const first = certain(only);
	if (others.length === 0) return await bakeOne(context, project, first);
	const outcomes = await eachTemplate([first, ...others], (one) => bakeOne(context, project, one));
	const anchor = project.settings.lock;
	return resultOfSeveral({
		cwd: context.cwd,
		root: project.root,
		check: "bake",
		anchor
	}, outcomes);
}
async function bakeOne(context, project, options) {
	const { destination } = project.settings.identity;
	const found = await findTemplateSide(context, project, options);
	const { copyFindings } = found;
	const drift = copyDrift(context, project, {
		check: "bake",
		findings: copyFindings,
		undone: "not baked"
	});
	if (drift) return drift;
	await using places = openPlaces(context, project.settings, options);
	const to = await places.open(placeOf(context, options.to), "push");
	const baseName = baseNamed(project.settings, options.base, found.name);
	const named = baseOf(context, baseName);
	const base = options.builder === "direct" ? await places.openBase(named) : "scratch";
	if (base !== "scratch" && base.store.expectManifest) base.store.expectManifest(await base.select());
	const signing = await openSigning(context, project, options);
	signing?.check(to.store);
	const [template, source] = await Promise.all([readTemplateSide(context, project, found), imageSource(context, project)]);
	const { signal } = context;
	const { repository, commit, tree, profile, required } = template;
	const copied = options.skipGate ? void 0 : dockerfileBeside(context, project, template, options.dockerfile);
	const isContextMade = options.builder === "docker";
	passDockerfile(gateDockerfile(context, project, template, {
		dockerfile: copied,
		isContextMade
	}).findings);
	const common = {
		template: tree,
		provenance: {
			...repository ? { repository } : {},
			...source ? { source } : {}
		},
		to,
		gate: options.skipGate ? "skip" : gateFor({
			template: tree,
			destination,
			required,
			profile,
			signal
		}),
		labels: keyValues("--label", options.label),
		required,
		profile,
		signal,
		beforeNames: signing && (async ({ top }) => {
			const below = base === "scratch" ? void 0 : {
				name: baseName,
				digest: (await base.store.manifest(await base.select())).digest
			};
			const said = bakeStatements(context, project, template, {
				options,
				below
			});
			const parts = options.sbom ? [await billStatement(context, project, template)] : [];
			await signing.attach(to.store, top, [...said, ...parts]);
		})
	};
	const done = options.builder === "docker" ? await buildOnEngine(context, common, {
		base: named,
		dockerfile: dockerfileOf(context, project, template, options.dockerfile) ?? project.path(`Dockerfile.${template.name}`)
	}) : await bakeDirectly(context, common, {
		base,
		destination,
		platforms: options.platform,
		ancestors: options.ancestors
	});
	const { image, digest, layerDigest, treeDigest, changed } = done;
	const verdict = options.skipGate ? "not gated" : "gate passed";
	return {
		outputs: {
			image,
			digest,
			layerDigest,
			treeDigest,
			commit,
			changed,
			gated: !options.skipGate,
			...signing ? { attestations: signing.attestations } : {},
			requests: places.traffic.requests
		},
		changed,
		account: [
			templateLine(template),
			...copyWarnings(copyFindings),
			`${changed ? "baked" : "unchanged"}: ${image}`,
			`identity ${shortDigest(treeDigest)} in layer ${shortDigest(layerDigest)}, ${count(done.platforms.length, "platform")}, ${verdict}`,
			...signing?.account() ?? [],
			...copied === void 0 ? [] : ["the Dockerfile copies the same identity"],
			...assumesAncestors({
				...options,
				base: baseName
			}) ? ["directories above the identity are assumed to be 0755 0:0"] : []
		]
	};
}
async function bakeDirectly(context, common, options) {
	return await bake({
		...common,
		...options,
		platforms: options.platforms.map(parsePlatform),
		sourceDateEpoch: sourceDateEpoch(context),
		cache: baseCacheOf(context.env),
		index: layerIndexOf(context.env)
	});
}
async function buildOnEngine(context, common, { base, dockerfile }) {
	return await build({
		...common,
		base,
		dockerfile: readText(dockerfile),
		env: context.env
	});
}
function assumesAncestors(options) {
	return options.builder === "direct" && options.base !== "scratch" && options.ancestors === "assume";
}
export { run };
