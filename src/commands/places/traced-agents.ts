import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportBundle } from "../../config/bundle/export-bundle.ts";
import { importBundle } from "../../config/bundle/import-bundle.ts";
import { type ConfigDatabase, openDatabase } from "../../config/database.ts";
import { loadRows } from "../../config/rows/load-rows.ts";
import { resolveAgent } from "../../config/rows/resolve.ts";
import { readBuiltinFiles } from "../../config/sync/builtin-files.ts";
import { syncBuiltin } from "../../config/sync/sync.ts";
import { checkAgentName } from "../../env/agent.ts";
import { EnvDirectories } from "../../env/env-directories.ts";
import { hasLedger } from "../../env/ledger.ts";
import { reconcile } from "../../env/reconcile.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import type { SyncedCopy } from "../../trace/areas/agent-area.ts";
import type { TraceOptions } from "../../trace/trace.ts";
import type { CommandContext } from "../context.ts";
import { openEnvSession } from "./env-session.ts";
import { syncInputs } from "./sync-inputs.ts";
import type { TracePlaces } from "./trace.ts";

const noAgents = { defaults: { plugins: [] }, types: [], agents: [] };

/** What a trace asks of the agents: their rows, their env directories, and what a sync would make of them now. */
export async function tracedAgents(
  context: CommandContext,
  project: Project,
  of: {
    readonly database: ConfigDatabase;
    readonly options: Pick<TracePlaces, "envRoot">;
    readonly templatesDir: string;
    readonly hasCopies: boolean;
  },
): Promise<TraceOptions["agents"]> {
  const { database, options, templatesDir, hasCopies } = of;
  const rows = await loadRows(database);
  // Records of runs can be traced where no agents are declared.
  const isDeclaring = existsSync(project.path(project.settings.agents));
  const declared = isDeclaring ? readBuiltinFiles(syncInputs(project).files).agents : noAgents;
  const session = await openEnvSession(context, project, {
    secretsFrom: database,
    options: { envRoot: options.envRoot },
    command: "reconcile",
    events: "none",
  });
  const { settings } = session;
  let synced: Promise<SyncedCopy> | undefined;
  return {
    rows,
    declared,
    templateOf: (agent, type) =>
      agent.template ?? type.template ?? syncInputs(project).templateOf(type.runtime),
    synced: () => {
      synced ??= syncedCopy(context, project, {
        database,
        templatesDir: hasCopies ? templatesDir : undefined,
      });
      return synced;
    },
    envRoot: settings.envRoot,
    hasEnv: (agent) => {
      if (!isAgentName(agent)) return false;
      // Also where nothing is known of it: the comparison says so.
      if (existsSync(join(settings.envRoot, agent))) return true;
      using place = EnvDirectories.find(settings.envRoot);
      return place !== undefined && hasLedger(place.ledgers, agent);
    },
    reconcile: async (name) => {
      const found = await reconcile({
        ...settings,
        agents: [{ name, resolve: () => resolveAgent(rows, name) }],
      });
      return found.agents[0];
    },
  };
}

/** Rows may name an agent in a way that no env directory has. */
function isAgentName(name: string): boolean {
  try {
    checkAgentName(name);
    return true;
  } catch (caught) {
    if (caught instanceof IdentikitError) return false;
    throw caught;
  }
}

/** Syncs the repository and its fetched templates into a copy of the database, which is thrown away. */
async function syncedCopy(
  context: CommandContext,
  project: Project,
  of: { readonly database: ConfigDatabase; readonly templatesDir: string | undefined },
): Promise<SyncedCopy> {
  const { database, templatesDir } = of;
  const directory = mkdtempSync(join(context.env.RUNNER_TEMP ?? tmpdir(), "identikit-trace-"));
  try {
    const file = join(directory, "now.bundle");
    await exportBundle({ database, file });
    await using copy = await openDatabase(join(directory, "config.db"), { signal: context.signal });
    await importBundle({ database: copy, file });
    const templates = templatesDir === undefined ? {} : { templatesDir };
    const { failed } = await syncBuiltin({ database: copy, ...templates, ...syncInputs(project) });
    return { rows: await loadRows(copy), failed: new Map(failed.map(({ type, fault }) => [type, fault])) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
