import type { z } from "zod";
import { canonicalJson } from "../../document/canonical-json.ts";
import { digestOf } from "../../tree/digest.ts";
import type { DispatchRun } from "../dispatch/run-status.ts";
import type { Actor } from "../kinds/actor.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentReviewArtifact } from "../kinds/record/agent-review-artifact.ts";
import type { OutboxRequest } from "../outbox/outbox-request.ts";
import type { Declared } from "../resource/resource.ts";
import type { BundlePart, RunBundle } from "../run-bundle/run-bundle.ts";
import type { TreePatch } from "../run-bundle/tree-patch.ts";
import { derivedName } from "../triggers/derived-name.ts";
import type { AskedRequest } from "./read-outbox.ts";

/** Paths that an artifact lists; a path longer than a field takes is not listed. */
const listed = { paths: 10_000, length: 1000 } as const;
/** How long a person has to decide what an agent asked for. */
export const approvalDays = 7;

/** The artifacts of a bundle: every part that is one, by its digest. */
export function artifactsOf(
  bundle: RunBundle,
  patch: TreePatch | undefined,
): Declared<typeof agentArtifact>[] {
  return bundle.parts.flatMap((part) => {
    if (part.kind === "events" || part.kind === "blob") return [];
    const spec: z.input<typeof agentArtifact.spec> = {
      run: bundle.run,
      attempt: bundle.attempt,
      kind: part.kind,
      digest: part.digest,
      title: part.name,
      bytes: part.bytes,
      mediaType: part.mediaType,
      ...(part.kind === "patch" && patch ? patchFields(patch) : {}),
      ...(bundle.workspace?.name === undefined ? {} : { workspaceRef: bundle.workspace.name }),
      ...(part.suspectedSecrets === undefined ? {} : { suspectedSecrets: part.suspectedSecrets }),
      location: "agent_blob",
    };
    const metadata = { namespace: bundle.namespace, name: artifactName(bundle, part) };
    return [{ kind: agentArtifact.kind, metadata, spec: agentArtifact.spec.parse(spec) }];
  });
}

function patchFields({ base, changes }: TreePatch) {
  const paths = changes.map(({ path }) => path).filter((path) => path.length <= listed.length);
  return { base, files: changes.length, paths: paths.slice(0, listed.paths) };
}

/** There is one patch, and one of most others; of what there may be many, the name follows from what it is called. */
export function artifactName(
  { attempt }: Pick<RunBundle, "attempt">,
  { kind, name }: Pick<BundlePart, "kind" | "name">,
): string {
  return kind === "patch" ? `${attempt}-patch` : derivedName("art", attempt, kind, name);
}

/** What a run waits for in its middle, as an approval: the same request is the same approval, by whichever way it comes in. */
export function gateApproval(
  run: DispatchRun,
  request: Extract<OutboxRequest, { readonly type: "approval" }>,
  requestedBy: Actor,
  now: Date,
): Declared<typeof agentApproval> {
  const { namespace, name } = run.metadata;
  const artifactDigest = digestOf(canonicalJson(request));
  return {
    kind: agentApproval.kind,
    metadata: { namespace, name: derivedName("a", name, "gate", artifactDigest) },
    spec: agentApproval.spec.parse({
      run: name,
      action: request.action,
      requestedBy,
      artifactDigest,
      title: request.title,
      ...(request.preview === undefined ? {} : { preview: request.preview }),
      risk: request.action === "secret" || request.action === "release" ? "high" : "medium",
      reasons: [`the agent asks before it goes on: ${request.action}`],
      expires: new Date(now.getTime() + approvalDays * 86_400_000).toISOString(),
    }),
  };
}

/** The reviews that an agent wrote. One without a pull request that it is about is none: its write-back is refused with the reason. */
export function reviewsOf(
  { namespace, run, attempt }: RunBundle,
  { spec: { sourceRefs } }: DispatchRun,
  requests: readonly AskedRequest[],
): Declared<typeof agentReviewArtifact>[] {
  return requests.flatMap(({ request, key, digest }) => {
    const number = request.type === "review" ? (request.number ?? sourceRefs.pullRequest) : undefined;
    if (request.type !== "review" || number === undefined) return [];
    const { decision, summary, findings } = request;
    const spec: z.input<typeof agentReviewArtifact.spec> = {
      run,
      targetRef: { kind: "pull_request", id: String(number) },
      ...(number === sourceRefs.pullRequest && sourceRefs.head !== undefined
        ? { head: sourceRefs.head }
        : {}),
      decision,
      ...(summary === undefined ? {} : { summary }),
      ...(findings === undefined ? {} : { findings }),
      digest,
    };
    const metadata = { namespace, name: derivedName("rev", attempt, key) };
    return [{ kind: agentReviewArtifact.kind, metadata, spec: agentReviewArtifact.spec.parse(spec) }];
  });
}
