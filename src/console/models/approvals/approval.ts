import { rightsFor } from "../../../agents/admission/rbac/action-rights.ts";
import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentApproval } from "../../../agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../agents/kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { addressOf } from "../../page/address.ts";
import { listAddress, objectAddress } from "../../page/object-address.ts";
import type { ActionOffer, Crumb } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownSection } from "../../page/shown.ts";
import type { ViewerRights } from "../../page/viewer-rights.ts";
import type { ShownObject } from "../../ui/components/data/shown-object.ts";
import { type PatchModel, readPatch } from "../runs/patch-files.ts";
import { rightHolders } from "../shown/right-holders.ts";
import { knownFacts, objectLink, repositoryLink } from "../shown/values.ts";
import { type DecisionOver, decisionOffers } from "./decision-offers.ts";

/** A decision that a person has to make: exactly what, for which digests, why, and who may. */
export interface ApprovalModel {
  readonly approval: ShownObject<typeof agentApproval>;
  readonly runHref: string;
  readonly decide?: DecideForm | undefined;
  readonly offers: readonly ActionOffer[];
  /** What there is to do where nobody can decide any more. */
  readonly over?: DecisionOver | undefined;
  readonly sections: readonly ShownSection[];
  readonly patch?: PatchModel | undefined;
}

/** What leads to the review of a decision: the forms bear the digest that was looked at. */
export interface DecideForm {
  readonly kind: string;
  readonly name: string;
  readonly digest: string;
  readonly approve?: string | undefined;
  readonly reject?: string | undefined;
}

export async function loadApproval(ask: PageAsk): Promise<LoadedPage<"approval">> {
  const { organization, objects, params, viewer, sources, now } = ask;
  const approval = await objects.get(agentApproval, params.name ?? "");
  const { spec, metadata } = approval;
  const { name } = metadata;
  const run = await objects.seen(agentDispatchRun, spec.run);
  const stack = await objects.seen(agentStack, run?.spec.agentStack);
  const artifact = await objects.seen(agentArtifact, spec.artifact);
  const rights = objects.rights;
  const { offers, over } = decisionOffers({ viewer, approval, run, stack, rights, now });
  const action = (verdict: "approve" | "reject") =>
    offers[verdict === "approve" ? 0 : 1]?.reason === undefined
      ? addressOf(organization, "review", verdict)
      : undefined;
  const { admission: _, ...runStatus } = run?.status ?? {};
  const model = {
    approval: { metadata: { name }, spec, status: approval.status },
    runHref: objectAddress(organization, agentDispatchRun, spec.run),
    decide: {
      ...{ kind: agentApproval.plural, name, digest: spec.artifactDigest },
      approve: action("approve"),
      reject: action("reject"),
    },
    offers: offers.filter(({ reason }) => reason !== undefined),
    over,
    sections: [
      whoSection(organization, rights, approval, run, stack),
      {
        ...{ id: "run", title: "The run" },
        facts: knownFacts({
          Run: objectLink(organization, agentDispatchRun, spec.run),
          Repository: repositoryLink(organization, run?.spec.repository),
          Stack: objectLink(organization, agentStack, run?.spec.agentStack),
          Status: runStatus.phase,
          Tier: runStatus.trustTier,
          Artifact: objectLink(organization, agentArtifact, spec.artifact),
        }),
      },
    ],
  };
  const patch = artifact?.spec.kind === "patch" ? artifact : undefined;
  return {
    title: spec.title ?? name,
    crumbs: crumbsOf(organization, run, spec.run),
    model,
    ...(patch && run
      ? { finish: async () => ({ ...model, patch: await readPatch(sources, run.metadata, patch) }) }
      : {}),
  };
}

function whoSection(
  organization: string,
  rights: ViewerRights,
  { metadata: { name }, spec }: Resource<typeof agentApproval>,
  run: Resource<typeof agentDispatchRun> | undefined,
  stack: Resource<typeof agentStack> | undefined,
): ShownSection {
  const repository = run?.spec.repository ?? "";
  const named = spec.approvers ?? [];
  const where = { namespace: organization, repository };
  const starters = [run?.spec.requestedBy, spec.requestedBy].flatMap((actor) =>
    actor?.kind === "User" ? [actor.name] : [],
  );
  return {
    ...{ id: "deciders", title: "Who may decide" },
    summary: `${spec.needed === 1 ? "One person decides" : `${spec.needed} people have to approve`}; one rejection is enough.`,
    facts: knownFacts({
      "Only these": named.length === 0 ? null : { several: named },
      "May not approve": starters.length === 0 ? null : { several: [...new Set(starters)] },
      Because:
        starters.length === 0
          ? null
          : stack?.spec.approvers === "anyone"
            ? "They asked for it; the stack lets them approve it where the work is trusted."
            : "They asked for it, and nobody approves what they asked for.",
      "From a fork":
        run?.spec.host?.isFork || run?.status.trustTier === "untrusted"
          ? `It takes write permission on ${repository}.`
          : null,
    }),
    table: rightHolders(
      rights.access,
      where,
      rightsFor("approve", { ...where, name }),
      "No role gives anybody the right to decide. Bind the role approver to somebody.",
    ),
  };
}

function crumbsOf(
  organization: string,
  run: Resource<typeof agentDispatchRun> | undefined,
  name: string,
): Crumb[] {
  return [
    { word: "Approvals", href: listAddress(organization, agentApproval) },
    ...(run
      ? [
          {
            ...{ word: run.spec.repository, what: "Repository" },
            href: addressOf(organization, "repositories", run.spec.repository, "runs"),
          },
        ]
      : []),
    { word: name, href: objectAddress(organization, agentDispatchRun, name), what: "Run" },
  ];
}
