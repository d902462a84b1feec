import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { gateFor } from "../../gate/gate.ts";
import { type PublishResult, publish as publishImage } from "../../image/publish.ts";
import { parseTagRule, type TagContext, tagsOf } from "../../image/tag-rule.ts";
import { openNearestProject, type Project } from "../../project/project.ts";
import { kindName } from "../../provenance/statements/predicate-types.ts";
import { signaturePredicate } from "../../provenance/statements/statement.ts";
import type { Context } from "../../runtime/context.ts";
import { carriedLines } from "../accounts/carried-lines.ts";
import { copyDrift, copyWarnings } from "../accounts/copy-drift.ts";
import { eachTemplate, resultOfSeveral } from "../accounts/several-templates.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { billStatement } from "../places/bill-statement.ts";
import { dockerfileBeside, gateDockerfile, passDockerfile } from "../places/dockerfile.ts";
import { identityStatement } from "../places/identity-statement.ts";
import { openPlaces, placeOf } from "../places/images.ts";
import { openNamedRecord } from "../places/named-record.ts";
import { type OfOneTemplate, optionsPerTemplate } from "../places/named-templates.ts";
import { requirementsOf } from "../places/requirements.ts";
import { openSigning } from "../places/signing.ts";
import { findTemplateSide, readTemplateSide } from "../places/template-side.ts";
import type { CommandResult } from "../result.ts";
import type { PublishCommandOptions } from "./publish.ts";

export async function run(context: CommandContext, options: PublishCommandOptions): Promise<CommandResult> {
  const project = await openNearestProject(context.cwd, options.root);
  const [only, ...others] = optionsPerTemplate(context, project, options, {
    own: ["template", "from", "to", "dockerfile"],
    shared: ["tag", "unlessTag"],
  });
  const first = certain(only);
  if (others.length === 0) return await publishOne(context, project, first);
  const outcomes = await eachTemplate([first, ...others], (one) => publishOne(context, project, one));
  const anchor = project.settings.lock;
  return resultOfSeveral({ cwd: context.cwd, root: project.root, check: "publish", anchor }, outcomes);
}

async function publishOne(
  context: CommandContext,
  project: Project,
  options: OfOneTemplate<PublishCommandOptions>,
): Promise<CommandResult> {
  const { destination } = project.settings.identity;
  const found = options.skipGate ? undefined : await findTemplateSide(context, project, options);
  const findings = found?.copyFindings ?? [];
  const drift = copyDrift(context, project, { check: "publish", findings, undone: "not published" });
  if (drift) return drift;
  const template = found && (await readTemplateSide(context, project, found));
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
  const mover = { action: "publish", to: to.reference, gated: template !== undefined } as const;
  await using record = await openNamedRecord(context, project, options, mover);
  const named = "tag" in to.reference && to.reference.tag !== undefined ? [to.reference.tag] : [];
  const rules = options.tagRule.length === 0 && named.length + options.tag.length === 0;
  const tags = tagsFor(context, template?.commit ?? undefined, {
    rules: rules ? project.settings.image.tags : options.tagRule,
    plain: [...named, ...options.tag],
  });
  const gate = template
    ? gateFor({
        template: template.tree,
        destination,
        required: template.required,
        profile: template.profile,
        signal: context.signal,
      })
    : "skip";
  const done = await publishImage({
    from,
    to,
    tags,
    ...(options.unlessTag === undefined ? {} : { unlessTag: options.unlessTag }),
    gate: required ? required.after(gate, from.store, template?.tree.digest) : gate,
    dryRun: options.dryRun,
    aroundMoves: record?.aroundMoves,
    beforeNames:
      signing &&
      (async (top) => {
        const parts = template && options.sbom ? [await billStatement(context, project, template)] : [];
        const said = template ? [identityStatement(project, template, "clean"), ...parts] : [];
        await signing.attach(to.store, top, [signaturePredicate, ...said]);
      }),
  });
  const { dryRun } = options;
  return {
    outputs: {
      image: done.image,
      digest: done.digest,
      tags: [...done.tags],
      changed: done.changed,
      gated: template !== undefined,
      ...(signing ? { attestations: signing.attestations } : {}),
      ...(dryRun ? { dryRun } : {}),
      requests: places.traffic.requests,
    },
    changed: done.changed && !dryRun,
    account: [
      ...copyWarnings(findings),
      ...accountOf({ ...done, gated: template !== undefined }, options),
      ...(required ? [`verified: ${required.types.map(kindName).join(", ")}`] : []),
      ...carriedLines(done.referrers),
      ...(signing?.account() ?? []),
    ],
  };
}

function accountOf(
  { image, tags, gated, changed, blobs }: PublishResult,
  { dryRun, unlessTag }: Pick<PublishCommandOptions, "dryRun" | "unlessTag">,
): string[] {
  const moved = changed
    ? `${count(blobs.sent, "blob")} sent, ${blobs.mounted} mounted, ${blobs.present} there already`
    : "0 blobs sent, all as it was";
  const done = dryRun ? "would be published:" : "published";
  return [
    `${changed ? done : "unchanged:"} ${image}`,
    [
      tags.length === 0 ? `no tag: ${unlessTag} stands for it already` : `tags ${tags.join(", ")}`,
      dryRun ? "nothing was sent (--dry-run)" : moved,
      gated ? "gate passed" : "NOT GATED (--skip-gate)",
    ].join("; "),
  ];
}

/** The tags of a run: those that the rules give, then those named as they are, each once. */
function tagsFor(
  context: Context,
  commit: string | undefined,
  tags: { readonly rules: readonly string[]; readonly plain: readonly string[] },
): string[] {
  const given = tagsOf(tags.rules.map(parseTagRule), tagContext(context, commit));
  const all = [...new Set([...given, ...tags.plain])];
  if (all.length > 0) return all;
  throw new IdentikitError("TAG_INVALID", "the tag rules give no tag for this run", {
    remedy: "Name one with --tag, or add a rule that speaks of this event.",
  });
}

/** What the runner says of the run; on a laptop, the template's commit stands in for the run's. */
function tagContext({ env, clock }: Context, commit: string | undefined): TagContext {
  const sha = env.GITHUB_SHA ?? commit;
  const pullRequest = /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? "")?.[1];
  return {
    now: clock.now(),
    ...(env.GITHUB_REF ? { ref: env.GITHUB_REF } : {}),
    ...(env.GITHUB_EVENT_NAME ? { event: env.GITHUB_EVENT_NAME } : {}),
    ...(sha === undefined ? {} : { commit: sha }),
    ...(pullRequest === undefined ? {} : { pullRequest: Number(pullRequest) }),
  };
}
