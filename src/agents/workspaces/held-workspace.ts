import { agentWorkspacePolicy } from "../kinds/config/agent-workspace-policy.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceReader, ResourceStore } from "../resource/resource-store.ts";
import type { Workspace } from "./workspace-conditions.ts";
import type { HeldWorkspace, WorkspaceHands } from "./workspace-hands.ts";

/** What a machine does its part with. */
export interface HostPorts {
  readonly store: ResourceStore;
  readonly hands: WorkspaceHands;
  readonly now: () => Date;
}

/** What a machine has to know of a workspace. */
export async function heldWorkspaceOf(
  reader: Pick<ResourceReader, "get">,
  { metadata: { namespace, name }, spec, status }: Workspace,
): Promise<HeldWorkspace> {
  const policy =
    spec.policy === undefined
      ? undefined
      : await reader.get(agentWorkspacePolicy, { namespace, name: spec.policy });
  const { repository, trustTier, refs, workspacePath } = spec;
  return {
    ...{ namespace, name, repository, trustTier, refs, workspacePath },
    patchDigest: spec.patchDigest ?? status.harvested,
    policy: policy?.spec,
  };
}

/** A workspace as it is declared, with other fields. */
export function declaredWorkspace(
  { kind, metadata, spec }: Workspace,
  changes: Partial<Workspace["spec"]>,
): Pick<Workspace, "kind" | "spec"> & { metadata: ResourceKey } {
  const { name, namespace, labels, annotations } = metadata;
  const next = agentWorkspace.spec.parse(withoutUndefined({ ...spec, ...changes }));
  return { kind, metadata: withoutUndefined({ name, namespace, labels, annotations }), spec: next };
}

function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  const copy = { ...fields };
  for (const [key, value] of Object.entries(copy)) if (value === undefined) Reflect.deleteProperty(copy, key);
  return copy;
}
