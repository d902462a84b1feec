import type { ConfigDatabase } from "../../config/database.ts";
import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import { agentContextLabel } from "../kinds/config/agent-context-label.ts";
import { agentMcpServer } from "../kinds/config/agent-mcp-server.ts";
import { agentMemoryRepository } from "../kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../kinds/config/agent-memory-source.ts";
import { agentServiceAccount } from "../kinds/config/agent-service-account.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentWorkspacePolicy } from "../kinds/config/agent-workspace-policy.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceStore } from "../resource/resource-store.ts";
import { readAdmissionSnapshot, type SnapshotOptions } from "../snapshot/read-snapshot.ts";
import type { StackFacts } from "./stack-facts.ts";
import { readStackRows, type StackRows } from "./stack-rows.ts";

/** The objects that stacks name and admission does not look at, and those whose status counts. */
export interface StackObjects
  extends Pick<
    StackFacts,
    "contextLabels" | "workspacePolicies" | "memorySources" | "memoryRepositories" | "serviceAccounts"
  > {
  readonly stacks: readonly Resource<typeof agentStack>[];
  readonly mcpServers: readonly Resource<typeof agentMcpServer>[];
}

/** Everything of one organisation that the readiness of its stacks follows from, but for what is asked outside. */
export interface StackWorld {
  readonly organization: string;
  readonly snapshot: AdmissionSnapshot;
  readonly objects: StackObjects;
  rows(agent: string | undefined): Promise<StackRows>;
}

/** Gives the present state of an organisation. */
export type StackWorldSource = (organization: string, now: Date) => Promise<StackWorld>;

export interface StackWorldOptions extends Pick<SnapshotOptions, "organizations"> {
  /** What the repository declares of an organisation's roles and bindings; nothing where it declares none of its objects. */
  declared(organization: string): SnapshotOptions["declared"];
}

export function stackWorlds(
  database: ConfigDatabase,
  store: ResourceStore,
  { organizations, declared }: StackWorldOptions,
): StackWorldSource {
  return async (organization, now) => ({
    organization,
    snapshot: await readAdmissionSnapshot(database, {
      organizations,
      declared: declared(organization),
      organization,
      now,
    }),
    objects: await readObjects(store, organization),
    rows: (agent) => readStackRows(database, agent),
  });
}

async function readObjects(store: ResourceStore, namespace: string): Promise<StackObjects> {
  return await store.read(async (reader) => {
    const own = <One extends Kind>(kind: One): Promise<Resource<One>[]> =>
      Array.fromAsync(reader.each(kind, { namespace, limit: 5000 }));
    return {
      stacks: await own(agentStack),
      mcpServers: await own(agentMcpServer),
      serviceAccounts: await own(agentServiceAccount),
      contextLabels: await own(agentContextLabel),
      workspacePolicies: await own(agentWorkspacePolicy),
      memorySources: await own(agentMemorySource),
      memoryRepositories: await own(agentMemoryRepository),
    };
  });
}
