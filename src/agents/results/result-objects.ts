import type { z } from "zod";
import type { DispatchRun } from "../dispatch/run-status.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentReviewArtifact } from "../kinds/record/agent-review-artifact.ts";
import type { AskedRequest } from "../outbox/asked-request.ts";
import type { Declared } from "../resource/resource.ts";
import type { BundlePart, RunBundle } from "../run-bundle/run-bundle.ts";
import type { TreePatch } from "../run-bundle/tree-patch.ts";
import { derivedName } from "../triggers/derived-name.ts";

/** Paths that an artifact lists; a path longer than a field takes is not listed. */
const listed = { paths: 10_000, length: 1000 } as const;

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
