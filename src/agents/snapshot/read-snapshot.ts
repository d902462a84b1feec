import type { Session } from "../../config/connection/session.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import type { GrantWorld } from "../admission/grants/grant-world.ts";
import type { AccessState, Organization } from "../admission/rbac/access-state.ts";
import type { RoleObjects } from "../admission/rbac/role-drift.ts";
import { agentBudget } from "../kinds/config/agent-budget.ts";
import { agentConfigSet } from "../kinds/config/agent-config.ts";
import { agentConfigGrant } from "../kinds/config/agent-config-grant.ts";
import { agentMcpServer } from "../kinds/config/agent-mcp-server.ts";
import { agentRole } from "../kinds/config/agent-role.ts";
import { agentRoleBinding } from "../kinds/config/agent-role-binding.ts";
import { agentRunnerPool } from "../kinds/config/agent-runner-pool.ts";
import { agentSecretGrant } from "../kinds/config/agent-secret-grant.ts";
import { agentServiceAccount } from "../kinds/config/agent-service-account.ts";
import { agentSkill } from "../kinds/config/agent-skill.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentSubagent } from "../kinds/config/agent-subagent.ts";
import { agentToolProfile } from "../kinds/config/agent-tool-profile.ts";
import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import type { Kind } from "../kinds/kind.ts";
import { agentPause } from "../kinds/record/agent-pause.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { SqlReader } from "../store/sql-reader.ts";

/** What a snapshot is made of besides the database. */
export interface SnapshotOptions {
  /** The organisation whose objects count. */
  readonly organization: string;
  /** What of the forge belongs to each organisation. */
  readonly organizations: readonly Organization[];
  readonly now: Date;
  /** The roles and bindings of the repository that declares the organisation's objects; left out where none does. */
  readonly declared?: RoleObjects | undefined;
}

/** The roles and bindings of a database, with what the server knows of each. */
export interface StoredAccess extends AccessState {
  readonly roles: readonly Resource<typeof agentRole>[];
  readonly bindings: readonly Resource<typeof agentRoleBinding>[];
}

/** The rights of everybody, as objects say them: bindings of one organisation may hold in all others, so all are read. */
export async function readAccessState(
  reader: ResourceReader,
  organizations: readonly Organization[],
): Promise<StoredAccess> {
  return {
    organizations,
    roles: await all(reader, agentRole),
    bindings: await all(reader, agentRoleBinding),
  };
}

/** A snapshot whose stacks are as they are stored, so that what is launched is what was admitted. */
export interface StoredSnapshot extends AdmissionSnapshot {
  readonly stacks: readonly Resource<typeof agentStack>[];
  readonly rules: readonly Resource<typeof agentTriggerRule>[];
}

/**
 * Everything that admission looks at, read in one transaction: in one state of the database.
 * @throws {IdentikitError} `DATABASE_FAILED`, `DATABASE_BUSY`
 */
export async function readAdmissionSnapshot(
  database: ConfigDatabase,
  options: SnapshotOptions,
): Promise<StoredSnapshot> {
  return await database.transaction("read", (session) => readSnapshotIn(session, options));
}

/** {@link readAdmissionSnapshot} in a transaction that is open. */
export async function readSnapshotIn(
  session: Session,
  { organization, organizations, now, declared }: SnapshotOptions,
): Promise<StoredSnapshot> {
  const reader = new SqlReader(session);
  const own = <One extends Kind>(kind: One) => all(reader, kind, organization);
  const sealed = await session.query.selectFrom("secret").select("name").orderBy("name").execute();
  const grants: GrantWorld = {
    mcpServers: await own(agentMcpServer),
    skills: await own(agentSkill),
    toolProfiles: await own(agentToolProfile),
    subagents: await own(agentSubagent),
    serviceAccounts: await own(agentServiceAccount),
    secretGrants: await own(agentSecretGrant),
    configGrants: await own(agentConfigGrant),
    secrets: sealed.map(({ name }) => name),
    configs: (await own(agentConfigSet)).map(({ metadata: { name } }) => name),
  };
  const access = await readAccessState(reader, organizations);
  return {
    now: now.toISOString(),
    access,
    declared: declared && { ...declared, managed: managedNames(access, organization) },
    stacks: await own(agentStack),
    rules: await own(agentTriggerRule),
    runnerPools: await own(agentRunnerPool),
    grants,
    pauses: await own(agentPause),
    budgets: await own(agentBudget),
  };
}

async function all<One extends Kind>(
  reader: ResourceReader,
  kind: One,
  namespace?: string,
): Promise<Resource<One>[]> {
  return await Array.fromAsync(reader.each(kind, { namespace, limit: 5000 }));
}

/** The roles and bindings of an organisation that are marked as the repository's, as drift names them. */
function managedNames({ roles, bindings }: StoredAccess, organization: string): ReadonlySet<string> {
  const named = (plural: string, objects: readonly Resource[]) =>
    objects
      .filter(({ metadata }) => metadata.managedByRepository && metadata.namespace === organization)
      .map(({ metadata: { name } }) => `${plural}/${name}`);
  return new Set([...named(agentRole.plural, roles), ...named(agentRoleBinding.plural, bindings)]);
}
