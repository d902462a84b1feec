import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { type Finding, verdictOf } from "../fault/finding.ts";
import { openNearestProject, type Project } from "../project/project.ts";
import type { Fact } from "../report/report.ts";
import type { Context } from "../runtime/context.ts";
import { rootOption } from "./common-options.ts";
import { defineJob, type JobResult } from "./job.ts";
import { makeReport } from "./make-report.ts";
import { choice, list, text } from "./option.ts";
import { reportOptions, writeReportFiles } from "./report-files.ts";
import type { TemplateSide } from "./template-side.ts";

export const gate = defineJob({
  name: "gate",
  summary: "Prove that the identity in an image, as a container sees it, is byte for byte the template's.",
  example: "identikit gate --image docker://registry.example/molecule-ai/platform-platform-agent:staging",
  options: z.object({
    template: text(
      "DIR",
      "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out.",
    ),
    image: text("REF", "The image to look into."),
    platform: list("OS/ARCH", "Platforms of an index to look at; all if left out."),
    format: choice(
      ["text", "json", "markdown", "sarif"],
      "text",
      "The form in which the findings are printed.",
    ),
    ...reportOptions,
    ...rootOption,
  }),
  async run(context, options): Promise<JobResult> {
    if (options.image === undefined) throw nothingToGate();
    const { readTemplateSide, templateLine } = await import("./template-side.ts");
    const project = await openNearestProject(context.cwd, options.root);
    const template = await readTemplateSide(context, project, options.template);
    const gated = await gateImage(context, {
      project,
      template,
      image: options.image,
      platforms: options.platform,
    });
    const report = makeReport({
      check: "gate",
      verdict: verdictOf(gated.findings),
      subject: `${options.image} against ${templateLine(template)}`,
      facts: gated.facts,
      findings: gated.findings,
    });
    const files = await writeReportFiles(context, report, options);
    const { treeDigest, requests } = gated;
    return {
      outputs: { image: options.image, treeDigest, commit: template.commit, requests, ...files },
      account: [],
      report,
      format: options.format,
    };
  },
});

interface ImageQuestion {
  readonly project: Project;
  readonly template: TemplateSide;
  readonly image: string;
  readonly platforms: readonly string[];
}

interface GatedImage {
  readonly findings: readonly Finding[];
  readonly facts: readonly Fact[];
  readonly treeDigest: string;
  readonly requests: number;
}

async function gateImage(context: Context, question: ImageQuestion): Promise<GatedImage> {
  const { gateFor } = await import("../gate/gate.ts");
  const { selectIdentity } = await import("../image/identity.ts");
  const { parsePlatform } = await import("../image/platform.ts");
  const { openPlaces, placeOf } = await import("./image-place.ts");
  const { project, template, image, platforms } = question;
  const { destination, required } = project.settings.identity;
  const identity = selectIdentity(template.tree, template.directory, required);
  const check = gateFor({ template: identity, destination, required, signal: context.signal });
  await using places = openPlaces(context);
  const place = await places.open(placeOf(context, image));
  const findings = await check({
    source: place.store,
    selector: await place.select(),
    platforms: platforms.map(parsePlatform),
    subject: image,
  });
  const facts = [{ label: "tree digest", value: identity.digest }];
  return { findings, facts, treeDigest: identity.digest, requests: places.traffic.requests };
}

function nothingToGate(): IdentikitError {
  return new IdentikitError("USAGE", "no image to gate was named", { remedy: "Name one with --image." });
}
