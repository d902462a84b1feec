import { isDeepStrictEqual } from "node:util";
import type { Kind } from "../kinds/kind.ts";
import { kindNamed } from "../resource/check-resource.ts";
import type { Declared, Resource } from "../resource/resource.ts";
import type { AgentManifest } from "./manifest-set.ts";

/** One object, and what becomes of it. */
export type ManifestStep = { readonly kind: Kind } & (
  | { readonly does: "create"; readonly after: Declared }
  | { readonly does: "update"; readonly before: Resource; readonly after: Declared }
  | { readonly does: "keep"; readonly before: Resource; readonly after: Declared }
  | { readonly does: "delete"; readonly before: Resource }
);

/** How kinds follow each other: what others name comes first, and goes last. */
const order = [
  "AgentConfig",
  "AgentServiceAccount",
  "AgentToolProfile",
  "AgentWorkspacePolicy",
  "AgentContextLabel",
  "AgentMemoryRepository",
  "AgentMemorySource",
  "AgentRunnerPool",
  "AgentMcpServer",
  "AgentSkill",
  "AgentSubagent",
  "AgentRole",
  "AgentRoleBinding",
  "AgentSecretGrant",
  "AgentConfigGrant",
  "AgentStack",
  "AgentTriggerRule",
  "AgentBudget",
];

/**
 * What has to be done so that the objects are what manifests say. Nothing is read or written.
 * @param have every object of the manifests that is there; for `prune`, also those that may be deleted
 * @param prune whether what the repository declared once and no manifest names any more is deleted
 */
export function planManifests(
  have: readonly Resource[],
  want: readonly Pick<AgentManifest, "kind" | "declared">[],
  prune: boolean,
): readonly ManifestStep[] {
  const there = new Map(have.map((resource) => [keyOf(resource), resource]));
  const wanted = new Set(want.map(({ declared }) => keyOf(declared)));
  const steps = [...want].sort(byPlace).map(({ kind, declared }): ManifestStep => {
    const before = there.get(keyOf(declared));
    if (!before) return { kind, does: "create", after: declared };
    return { kind, does: isSame(before, declared) ? "keep" : "update", before, after: declared };
  });
  const gone = prune ? have.filter((one) => one.metadata.managedByRepository && !wanted.has(keyOf(one))) : [];
  const deletions = gone.flatMap((before): ManifestStep[] => {
    const kind = kindNamed(before.kind);
    return kind ? [{ kind, does: "delete", before }] : [];
  });
  return [...steps, ...deletions.sort((a, b) => place(b.kind) - place(a.kind))];
}

/** Whether an object is what somebody wants it to be. */
export function isSame(before: Declared, after: Declared): boolean {
  return isDeepStrictEqual(writtenOf(before), writtenOf(after));
}

/** What a person wrote of an object, or would have. */
export function writtenOf({ kind, metadata, spec }: Declared): object {
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  const meta = {
    name,
    namespace,
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
  // As JSON has it: a member that is not there and one that is undefined are the same.
  return JSON.parse(JSON.stringify({ kind, metadata: meta, spec }));
}

/** In the order in which objects are made: what others name comes first. */
export function byPlace(a: Pick<AgentManifest, "kind">, b: Pick<AgentManifest, "kind">): number {
  return place(a.kind) - place(b.kind);
}

function place({ kind }: Kind): number {
  const at = order.indexOf(kind);
  return at === -1 ? order.length : at;
}

function keyOf({ kind, metadata }: Declared): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}
