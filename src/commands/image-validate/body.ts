import { verdictOf } from "../../fault/finding.ts";
import { formatPlatform } from "../../image/platform.ts";
import { validateImage } from "../../image/validate/validate-image.ts";
import { openNearestProject } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import { writeReportFiles } from "../accounts/report-files.ts";
import type { CommandContext } from "../context.ts";
import { openPlaces, placeOf } from "../places/images.ts";
import type { CommandResult } from "../result.ts";
import type { ImageValidateCommandOptions } from "./image-validate.ts";

export async function run(
  context: CommandContext,
  options: ImageValidateCommandOptions,
): Promise<CommandResult> {
  const { image, format } = options;
  const project = await openNearestProject(context.cwd, options.root);
  await using places = openPlaces(context, project.settings, options);
  const place = await places.open(placeOf(context, image));
  const validation = await validateImage(place.store, await place.select(), context.signal);
  const { digest, findings, images, layersRead } = validation;
  const platforms = images.map(({ platform }) => formatPlatform(platform));
  const report = makeReport(
    {
      check: "image validate",
      verdict: verdictOf(findings),
      subject: image,
      facts: [
        { label: "digest", value: digest },
        { label: "platforms", value: platforms.join(", ") || "none that could be read" },
        { label: "layers read", value: String(layersRead) },
      ],
      anchor: project.settings.manifest,
      findings,
    },
    { cwd: context.cwd, root: project.root },
  );
  const files = await writeReportFiles(context, report, options);
  return { outputs: { image, digest, platforms, layersRead, ...files }, account: [], report, format };
}
