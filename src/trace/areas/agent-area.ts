import { join } from "node:path";
import { packIdentity } from "../../agents/identity/packed-identity.ts";
import type { ConfigRows } from "../../config/rows/config-rows.ts";
import { resolveAgent } from "../../config/rows/resolve.ts";
import type { AgentConfig } from "../../config/schema/agent-config.ts";
import type { AgentsFile } from "../../config/sync/builtin-files.ts";
import type { AgentReconciliation } from "../../env/reconcile.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Draft, Verified } from "../graph/draft.ts";
import { linkUnverified } from "../graph/verify-claims.ts";

/** The config database after a sync of the repository and of the fetched templates, made in a copy of it. */
export interface SyncedCopy {
  readonly rows: ConfigRows;
  /** Types whose templates could not be taken in. */
  readonly failed: ReadonlyMap<string, IdentikitError>;
}

/** What is known of agents, and how their env directories are looked at. */
export interface AgentArea {
  readonly rows: ConfigRows;
  /** `agents.json`. */
  readonly declared: AgentsFile;
  /** The template of an agent of the repository; nothing where it has none. @throws {IdentikitError} `TEMPLATE_UNKNOWN` */
  templateOf(agent: AgentsFile["agents"][number], type: AgentsFile["types"][number]): string | undefined;
  /** The ids of the templates' fetched directories. */
  readonly directories: ReadonlyMap<string, string>;
  /** Syncs the repository into a copy of the database; asked at most once. */
  synced(): Promise<SyncedCopy>;
  readonly envRoot: string;
  /** Whether an env directory or a ledger of an agent is there. */
  hasEnv(agent: string): boolean;
  /** Compares an agent's env directory with what was written and with what should be there. */
  reconcile(agent: string): Promise<AgentReconciliation | undefined>;
}

/** Adds the agents with the state of their rows and their env directories. @returns the digest of each agent's state */
export function addAgents(draft: Draft, area: AgentArea): ReadonlyMap<string, string> {
  const states = new Map<string, string>();
  for (const name of area.rows.agents) {
    const digest = stateOf(area.rows, name);
    if (!(digest instanceof IdentikitError)) states.set(name, digest);
    addAgent(draft, area, name, digest);
  }
  return states;
}

function addAgent(draft: Draft, area: AgentArea, name: string, digest: string | IdentikitError): void {
  const { type, runtime } = area.rows.agent(name);
  const isRead = !(digest instanceof IdentikitError);
  const rows = draft.node("rows", name, isRead ? { digest } : {}, isRead ? [digest] : []);
  const agent = draft.node("agent", name, { type, runtime });
  const declared = area.declared.agents.find((one) => one.name === name);
  addTemplate(draft, area, { name, rows, digest });
  draft.claim({
    from: rows,
    to: agent,
    says: "are the config of",
    restsOn: "agents.json and the config database",
    verifiedBy: "the type in the database was compared with that of the repository",
    verify: () => {
      if (declared?.type === type) return { verdict: "holds", detail: `type ${type}, runtime ${runtime}` };
      return {
        verdict: "broken",
        code: "ROWS_BEHIND",
        detail: declared
          ? `agents.json says ${declared.type}, the database ${type}`
          : "agents.json has no such agent",
        remedy: "Run identikit config sync.",
      };
    },
  });
  if (!area.hasEnv(name)) return;
  const path = join(area.envRoot, name);
  draft.claim({
    from: agent,
    to: draft.node("env", path, { agent: name }, [`env:${name}`]),
    says: "rendered to",
    restsOn: "the sealed ledger of the env directory",
    verifiedBy: "every file of ours was read, and compared with the ledger and with the rows",
    verify: async () => verdictOfEnv(await area.reconcile(name), name),
  });
}

/** Where an agent's rows come from: the fetched directory of its template, or of none. */
function addTemplate(
  draft: Draft,
  area: AgentArea,
  {
    name,
    rows,
    digest,
  }: { readonly name: string; readonly rows: string; readonly digest: string | IdentikitError },
): void {
  const template = templateNamed(area, name);
  const directory = template === undefined ? undefined : area.directories.get(template);
  if (template === undefined) return;
  draft.claim({
    from: directory ?? draft.node("template", template),
    to: rows,
    says: "synced to",
    restsOn: "the builtin rows of the config database",
    verifiedBy:
      "the repository and its templates were synced into a copy of the database, and the agent resolved in both",
    verify: async () => {
      if (digest instanceof IdentikitError) return linkUnverified(digest);
      if (directory === undefined)
        return { verdict: "unverified", code: "SSOT_MISSING", detail: "the template is not fetched here" };
      return await compareSynced(area, name, digest);
    },
  });
}

async function compareSynced(area: AgentArea, name: string, digest: string): Promise<Verified> {
  const { rows, failed } = await area.synced();
  const fault = failed.get(area.rows.agent(name).type) ?? failed.get(name);
  if (fault) return linkUnverified(fault);
  const wanted = rows.agents.includes(name) ? stateOf(rows, name) : undefined;
  if (wanted instanceof IdentikitError) return linkUnverified(wanted);
  if (wanted === digest) return { verdict: "holds", detail: digest };
  return {
    verdict: "broken",
    code: "ROWS_BEHIND",
    detail: `a sync would make it ${wanted ?? "go"} instead of ${digest}`,
    remedy: "Run identikit config plan or config sync, and look at what changes.",
  };
}

function templateNamed({ declared, templateOf }: AgentArea, name: string): string | undefined {
  const agent = declared.agents.find((one) => one.name === name);
  const type = declared.types.find((one) => one.name === agent?.type);
  if (!agent || !type) return undefined;
  try {
    return templateOf(agent, type);
  } catch (caught) {
    // Such as a runtime that no template serves: a sync says so, and there is nothing to trace to.
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}

function stateOf(rows: ConfigRows, name: string): string | IdentikitError {
  try {
    const config: AgentConfig = resolveAgent(rows, name);
    return packIdentity(config).digest;
  } catch (caught) {
    if (caught instanceof IdentikitError) return caught;
    throw caught;
  }
}

function verdictOfEnv(found: AgentReconciliation | undefined, agent: string): Verified {
  if (!found)
    return {
      verdict: "unverified",
      code: "ENV_UNVERIFIED",
      detail: `nothing is known of what was rendered for ${agent}`,
    };
  if (found.state === "clean")
    return { verdict: "holds", detail: "every file is as it was rendered, and as it should be" };
  const severity = found.state === "drifted" ? "error" : "unverified";
  const first = found.findings.find((one) => one.severity === severity);
  return {
    verdict: found.state === "drifted" ? "broken" : "unverified",
    detail: first ? `${first.path}: ${first.problem ?? first.actual ?? first.code}` : found.state,
    findings: found.findings,
    ...(first ? { code: first.code, remedy: first.remedy } : {}),
  };
}
