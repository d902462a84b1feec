import { verdictOf } from "../rooms/fault.js";
import { openNearestProject } from "../rooms/project.js";
import { findingsOf, verifyImage } from "../rooms/provenance-with-image-sigstore.js";
import { kindName } from "../rooms/provenance.js";
import { makeReport } from "../rooms/report.js";
import { namedTrust, requiredTypes, writeReportFiles } from "../rooms/commands.js";
import { openPlaces, placeOf } from "../rooms/commands-with-child_process-http-image-sqlite-template.js";
// src/commands/image-verify/body.ts
async function run(context, options) {
	const { image, format } = options;
	const project = await openNearestProject(context.cwd, options.root);
	const trust = await namedTrust(context, project, options);
	await using places = openPlaces(context, project.settings, options);
	const { store, select } = await places.open(placeOf(context, image));
	const { digest } = await store.manifest(await select());
	const statements = await verifyImage(store, digest, trust);
	const required = requiredTypes({
		...options,
		requireSignature: true
	});
	const findings = findingsOf(statements, { required }, image);
	const report = makeReport({
		check: "image verify",
		verdict: verdictOf(findings),
		subject: image,
		facts: [
			{
				label: "digest",
				value: digest
			},
			...statements.verified.map(({ predicateType, signer }) => ({
				label: kindName(predicateType),
				value: `by ${signer}`
			})),
			...statements.refused.map(({ fault }) => ({
				label: "does not count",
				value: fault.message
			}))
		],
		anchor: project.settings.manifest,
		findings
	}, {
		cwd: context.cwd,
		root: project.root
	});
	return {
		outputs: {
			image,
			digest,
			statements: statements.verified.map(({ predicateType, artifact, signer }) => ({
				predicateType,
				artifact,
				signer
			})),
			refused: statements.refused.map(({ artifact, fault: { code, message } }) => ({
				artifact,
				code,
				message
			})),
			...await writeReportFiles(context, report, options)
		},
		account: [],
		report,
		format
	};
}
export { run };
