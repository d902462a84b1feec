import type { ConfigDatabase } from "../../config/database.ts";
import { whoIs } from "../admission/decision/actor-findings.ts";
import { type AskedGrant, askedGrants } from "../admission/decision/grant-findings.ts";
import type { Organization } from "../admission/rbac/access-state.ts";
import { agentConfigGrant } from "../kinds/config/agent-config-grant.ts";
import { agentSecretGrant } from "../kinds/config/agent-secret-grant.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { ResourceReader, ResourceWriter } from "../resource/resource-store.ts";
import { readAdmissionSnapshot } from "../snapshot/read-snapshot.ts";
import type { Approval } from "./approval-state.ts";

export interface GivePorts {
  readonly database: ConfigDatabase;
  readonly organizations: readonly Organization[];
  readonly now: () => Date;
}

/** The grants that an approval of a missing grant stands for: the least ones, for its run and nothing else. */
export async function grantsOfApproval(
  { database, organizations, now }: GivePorts,
  reader: Pick<ResourceReader, "get">,
  { metadata: { namespace }, spec }: Approval,
): Promise<readonly AskedGrant["grant"][]> {
  const run =
    spec.action === "grant" ? await reader.get(agentDispatchRun, { namespace, name: spec.run }) : undefined;
  if (!run) return [];
  const at = { organization: namespace, organizations, now: now() };
  const { stacks, grants: world, now: time } = await readAdmissionSnapshot(database, at);
  const stack = stacks.find(({ metadata }) => metadata.name === run.spec.agentStack);
  if (!stack) return [];
  const { repository, sourceRefs, source, requestedBy, host } = run.spec;
  const who = requestedBy && !host?.isFork ? whoIs(requestedBy, namespace, host, repository).who : undefined;
  const of = { repository, ref: sourceRefs.ref, source, name: run.metadata.name };
  const context = { organization: namespace, stack, who, run: of, now: time };
  return askedGrants(context, world, run.status.trustTier ?? "untrusted")
    .filter(({ reason }) => spec.reasons?.includes(reason.message.slice(0, 1000)))
    .map(({ grant }) => grant);
}

/** Declares grants; one of the same name that is there is the same. */
export async function giveGrants(
  writer: ResourceWriter,
  grants: readonly AskedGrant["grant"][],
): Promise<void> {
  for (const { metadata, spec } of grants) {
    if ("secretRef" in spec) {
      if (await writer.get(agentSecretGrant, metadata)) continue;
      await writer.create(agentSecretGrant, { kind: agentSecretGrant.kind, metadata, spec });
    } else if (!(await writer.get(agentConfigGrant, metadata)))
      await writer.create(agentConfigGrant, { kind: agentConfigGrant.kind, metadata, spec });
  }
}
