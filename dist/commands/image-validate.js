import { verdictOf } from "../rooms/fault.js";
import { formatPlatform } from "../rooms/image.js";
import { validateImage } from "../rooms/image-with-guide-zlib.js";
import { openNearestProject } from "../rooms/project.js";
import { makeReport } from "../rooms/report.js";
import { writeReportFiles } from "../rooms/commands.js";
import { openPlaces, placeOf } from "../rooms/commands-with-child_process-http-image-sqlite-template.js";
// src/commands/image-validate/body.ts
async function run(context, options) {
	const { image, format } = options;
	const project = await openNearestProject(context.cwd, options.root);
	await using places = openPlaces(context, project.settings, options);
	const place = await places.open(placeOf(context, image));
	const { digest, findings, images, layersRead } = await validateImage(place.store, await place.select(), context.signal);
	const platforms = images.map(({ platform }) => formatPlatform(platform));
	const report = makeReport({
		check: "image validate",
		verdict: verdictOf(findings),
		subject: image,
		facts: [
			{
				label: "digest",
				value: digest
			},
			{
				label: "platforms",
				value: platforms.join(", ") || "none that could be read"
			},
			{
				label: "layers read",
				value: String(layersRead)
			}
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
			platforms,
			layersRead,
			...await writeReportFiles(context, report, options)
		},
		account: [],
		report,
		format
	};
}
export { run };
