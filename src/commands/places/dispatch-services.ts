import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { belongsTo } from "../../agents/admission/rbac/access-state.ts";
import type { RoleObjects } from "../../agents/admission/rbac/role-drift.ts";
import { approvalComments } from "../../agents/approvals/decide-by-comment.ts";
import type { DispatchServices } from "../../agents/dispatch/dispatch-services.ts";
import type { LaunchServices } from "../../agents/dispatch/launch-services.ts";
import { agentConfigGrant } from "../../agents/kinds/config/agent-config-grant.ts";
import { agentRoleBinding } from "../../agents/kinds/config/agent-role-binding.ts";
import { agentSecretGrant } from "../../agents/kinds/config/agent-secret-grant.ts";
import { readManifests } from "../../agents/manifest/read-manifests.ts";
import { GitMemoryStore } from "../../agents/memory/git-memory-store.ts";
import type { ResourceStore } from "../../agents/resource/resource-store.ts";
import { bundleKeysOf } from "../../agents/run-bundle/bundle-key.ts";
import { declaredRoles } from "../../agents/snapshot/declared-roles.ts";
import { KeptSnapshots } from "../../agents/snapshot/kept-snapshots.ts";
import type { SqlStore } from "../../agents/store/sql-store.ts";
import { appendTokensOf } from "../../agents/tickets/append-token.ts";
import { ticketKeysOf } from "../../agents/tickets/ticket-key.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { openSecretReader } from "../../config/secrets/secret-reader.ts";
import { HostCiRuns } from "../../host/ci-runs.ts";
import { HostCiStarts } from "../../host/ci-starts.ts";
import { hostOf, runUrlOf } from "../../host/host.ts";
import { RunFacts, type TeamsAsked } from "../../host/run-facts.ts";
import type { Project } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import { commentAnswers } from "./comment-answers.ts";
import { keySource } from "./keys.ts";

/** The opened config database, with the objects in it. */
export interface OpenObjects {
  readonly database: ConfigDatabase;
  readonly store: SqlStore;
}

/** What it takes to decide about events: the forge that the job or the variables name, the organisation's objects, the roles of the repository. */
export function dispatchServices(
  context: CommandContext,
  project: Project,
  { database, store }: OpenObjects,
  organization: string,
): DispatchServices & { readonly facts: RunFacts } {
  const { platform } = project.settings;
  const { organization: name, repositories, configRepository } = platform;
  const { clock, log, signal, env } = context;
  const token = env[hostTokenVariable] ?? "";
  const asking = { host: hostOf(env), token, log, signal };
  const ours = { name, repositories, configRepository };
  const facts = new RunFacts({
    ...asking,
    teams: () => teamsAsked(store, organization),
  });
  const ports = {
    database,
    store,
    host: facts,
    organizations: [ours],
    now: () => clock.now(),
  };
  const isOurs = (one: string) => one === configRepository || belongsTo(ours, one);
  const runs = { ...asking, isOurs };
  return {
    ...ports,
    facts,
    repositories: facts,
    snapshots: new KeptSnapshots(),
    ...(token === "" ? {} : { ci: new HostCiRuns(runs), starts: new HostCiStarts(runs) }),
    comments: approvalComments({ ...ports, answer: commentAnswers(context, facts) }),
    declared: organization === name ? rolesOf(project) : undefined,
  };
}

/** What it takes to launch runs as well: the keys, the secrets, and the memory where a checkout of it is named. */
export async function launchServices(
  context: CommandContext,
  project: Project,
  services: DispatchServices,
  memory: string | undefined,
): Promise<LaunchServices> {
  const { clock, log, env, cwd } = context;
  const { database } = services;
  const keyring = keySource(context, project).take();
  const { configRepository, organization, serverUrl } = project.settings.platform;
  const directory = memory === undefined ? undefined : resolve(cwd, memory);
  return {
    ...services,
    secrets: openSecretReader({ database, keyring, env, log, clock }),
    accessor: await context.who(),
    key: ticketKeysOf(keyring)[0],
    bundleKeys: bundleKeysOf(keyring),
    ...(serverUrl === undefined ? {} : { reports: { server: serverUrl, tokensOf: appendTokensOf(keyring) } }),
    issuer: configRepository ?? organization,
    ciRun: runUrlOf(hostOf(env), env),
    memory: directory === undefined ? undefined : () => new GitMemoryStore(gitDirectoryOf(directory), env),
  };
}

/** The roles that the repository declares; nothing where it declares no objects. */
function rolesOf({ root, settings: { platform } }: Project): RoleObjects | undefined {
  if (!existsSync(resolve(root, platform.manifests))) return undefined;
  return declaredRoles(readManifests(root, platform.manifests, { namespace: platform.organization }));
}

/** The teams that bindings and grants name: of others nobody has to be asked. */
async function teamsAsked(store: ResourceStore, namespace: string): Promise<TeamsAsked> {
  return await store.read(async (reader) => {
    const named: string[] = [];
    const refused: string[] = [];
    const take = ({ kind, name }: { readonly kind: string; readonly name: string }, to: string[]) => {
      if (kind === "Group" && /^[^\s:/@]+\/[^\s:/@]+$/.test(name)) to.push(name);
    };
    for await (const { spec } of reader.each(agentRoleBinding)) take(spec.subject, named);
    for (const kind of [agentSecretGrant, agentConfigGrant])
      for await (const { spec } of reader.each(kind, { namespace }))
        take(spec.subject, spec.effect === "deny" ? refused : named);
    return { named, refused };
  });
}

/** A checkout keeps its repository in a folder; a bare repository is one. */
export function gitDirectoryOf(directory: string): string {
  const inside = resolve(directory, ".git");
  return existsSync(inside) ? inside : directory;
}
