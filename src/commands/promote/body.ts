import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { gateFor } from "../../gate/gate.ts";
import { promote as promoteImage } from "../../image/publish.ts";
import { formatImageReference } from "../../image/reference.ts";
import { openNearestProject, type Project } from "../../project/project.ts";
import { kindName } from "../../provenance/statements/predicate-types.ts";
import { signaturePredicate } from "../../provenance/statements/statement.ts";
import { verificationSummary } from "../../provenance/statements/verification-summary.ts";
import { version } from "../../runtime/version.ts";
import { carriedLines } from "../accounts/carried-lines.ts";
import { eachTemplate, resultOfSeveral } from "../accounts/several-templates.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { builderOf } from "../places/builder-id.ts";
import { openPlaces, placeOf } from "../places/images.ts";
import { openNamedRecord } from "../places/named-record.ts";
import { type OfOneTemplate, optionsPerTemplate } from "../places/named-templates.ts";
import { requirementsOf } from "../places/requirements.ts";
import { openSigning } from "../places/signing.ts";
import { findTemplateSide, readTemplateSide } from "../places/template-side.ts";
import type { CommandResult } from "../result.ts";
import type { PromoteCommandOptions } from "./promote.ts";

export async function run(context: CommandContext, options: PromoteCommandOptions): Promise<CommandResult> {
  const project = await openNearestProject(context.cwd, options.root);
  const ones = optionsPerTemplate(context, project, options, { own: ["template", "to"], shared: [] });
  const { from } = options;
  if (from.length !== ones.length) throw notOneEach(from.length, ones.length);
  const runs = ones.map((one, at) => ({ ...one, from: certain(from[at]) }));
  const [first, ...others] = runs;
  if (others.length === 0) return await promoteOne(context, project, certain(first));
  const outcomes = await eachTemplate(runs, (one) => promoteOne(context, project, one));
  const anchor = project.settings.lock;
  return resultOfSeveral({ cwd: context.cwd, root: project.root, check: "gate", anchor }, outcomes);
}

async function promoteOne(
  context: CommandContext,
  project: Project,
  options: Omit<OfOneTemplate<PromoteCommandOptions>, "from"> & { readonly from: string },
): Promise<CommandResult> {
  const { template, name } = options;
  await using places = openPlaces(context, project.settings, options);
  const from = await places.open(placeOf(context, options.from));
  const to = await places.open(placeOf(context, options.to), options.dryRun ? "pull" : "push");
  const signing = await openSigning(context, project, options);
  signing?.check(to.store);
  const required = await requirementsOf(context, project, options);
  const against = template === undefined && name === undefined ? undefined : await gateOf();
  const gate = against?.gate ?? "skip";
  const mover = { action: "promote", to: to.reference, gated: against !== undefined } as const;
  await using record = await openNamedRecord(context, project, options, mover);
  const { image, digest, previousDigest, changed, referrers } = await promoteImage({
    from,
    to,
    gate: required ? required.after(gate, from.store, against?.treeDigest) : gate,
    dryRun: options.dryRun,
    aroundMoves: record?.aroundMoves,
    beforeNames:
      signing &&
      (async (top) => {
        const { digest: _, ...tagged } = { digest: undefined, ...to.reference };
        const summary = verificationSummary({
          ...{ verifier: builderOf(context.env).id, version },
          resource: formatImageReference(tagged),
          asked: { treeDigest: against?.treeDigest, required: required?.types ?? [] },
          inputs: required?.verified.map(({ artifact }) => artifact) ?? [],
        });
        // A summary is of what was verified: where nothing was, there is none.
        await signing.attach(to.store, top, [signaturePredicate, ...(against || required ? [summary] : [])]);
      }),
  });
  const before = previousDigest === null ? "a new tag" : `it stood for ${previousDigest}`;
  return {
    outputs: {
      image,
      digest,
      previousDigest,
      changed,
      ...(options.dryRun ? { dryRun: true } : {}),
      ...(signing ? { attestations: signing.attestations } : {}),
      requests: places.traffic.requests,
    },
    changed: changed && !options.dryRun,
    account: [
      `${changed ? (options.dryRun ? "would be promoted" : "promoted") : "unchanged"}: ${image}`,
      ...(changed ? [before] : []),
      ...(required ? [`verified: ${required.types.map(kindName).join(", ")}`] : []),
      ...carriedLines(referrers),
      ...(signing?.account() ?? []),
    ],
  };

  async function gateOf() {
    const { destination } = project.settings.identity;
    const found = await findTemplateSide(context, project, { template, name });
    const { tree, profile, required } = await readTemplateSide(context, project, found);
    const gate = gateFor({ template: tree, destination, required, profile, signal: context.signal });
    return { gate, treeDigest: tree.digest };
  }
}

function notOneEach(images: number, templates: number): IdentikitError {
  const problem = `${count(images, "image")} for ${count(templates, "template")}`;
  return new IdentikitError("USAGE", `--from names ${problem}`, {
    remedy:
      "Name the image that was verified, by digest; with several --name one for each, in the same order.",
  });
}
