import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { exportBundle } from "../../config/bundle/export-bundle.ts";
import { importBundle } from "../../config/bundle/import-bundle.ts";
import { displayName, isServer } from "../../config/connection/database-fault.ts";
import { type ConfigDatabase, openDatabase } from "../../config/database.ts";
import type { RowChange } from "../../config/rows/row-change.ts";
import { ownConfigFiles } from "../../config/sync/own-files.ts";
import { type SyncResult, syncBuiltin } from "../../config/sync/sync.ts";
import type { Finding } from "../../fault/finding.ts";
import { openProject, type Project } from "../../project/project.ts";
import type { Fact, PendingChange } from "../../report/report.ts";
import { FetchedTrees } from "../../template/fetched-trees.ts";
import { refuseSecrets } from "../../template/secret-scan.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { acceptedSecretsOf } from "../places/accepted-secrets.ts";
import { databaseLocation } from "../places/database.ts";
import { placedAtAgents } from "../places/finding-places.ts";
import { syncInputs } from "../places/sync-inputs.ts";
import { type ChangeTemplates, fetchChange } from "./change-templates.ts";
import type { CheckCommandOptions } from "./check.ts";
import { stepFinding } from "./faults.ts";
import { mainCheckout } from "./main-checkout.ts";

/** What the change would do to the config. */
export interface ConfigSide {
  readonly findings: readonly Finding[];
  readonly facts: readonly Fact[];
  /** Rows that would change; `undefined` where there is nothing to compare with. */
  readonly rows?: readonly RowChange[];
  readonly agents: readonly string[];
  readonly pending: readonly PendingChange[];
}

const kinds = { create: "added", change: "changed", delete: "removed" } as const;

/**
 * Syncs the change's files and templates into a database of the check's own, which first gets what is in use: the exported bundle of
 * main, else the database that is named, which is only read, else what main itself says. Where there is none of them the sync is tried
 * all the same, since what is refused there would be refused on main; and that nothing was compared is said.
 * @param directory an empty directory for the database
 * @throws {IdentikitError} what reading the repository's files, the bundle and the databases throws
 */
export async function planConfig(
  context: CommandContext,
  project: Project,
  templates: ChangeTemplates,
  options: CheckCommandOptions,
  directory: string,
): Promise<ConfigSide> {
  const accepted = await acceptedSecretsOf(context, project);
  await refuseSecrets(ownConfigFiles(project.root, project.settings), { owner: "this repository", accepted });
  await using scratch = await openDatabase(join(directory, "config.db"), { signal: context.signal });
  const inUse = await fill(context, project, scratch, options, directory);
  const synced = await syncInto(project, scratch, templates);
  const findings = [
    ...placedAtAgents(project, synced.findings, ({ path }) => path),
    ...synced.failed.map(({ type, fault }) => stepFinding(fault, `type ${type}`)),
  ];
  if (inUse.kind === "nothing") {
    const value = `rows and agents are not compared: ${inUse.reason}`;
    return { findings, facts: [{ label: "config", value }], agents: [], pending: [] };
  }
  const { changes, agents } = synced;
  const against = inUse.from;
  const value = `${against}: ${count(changes.length, "row")} and ${count(agents.length, "agent")} will change`;
  return {
    findings,
    facts: [{ label: "config", value }],
    rows: changes,
    agents,
    pending: [
      ...agents.map((name): PendingChange => ({ kind: "agent", name, change: "rendered", place: against })),
      ...changes.map(
        ({ kind, table, key }): PendingChange => ({
          kind: "row",
          name: `${table} ${key}`,
          change: kinds[kind],
          place: against,
        }),
      ),
    ],
  };
}

function syncInto(
  project: Project,
  database: ConfigDatabase,
  { directory }: ChangeTemplates,
): Promise<SyncResult> {
  return syncBuiltin({ database, templatesDir: directory, ...syncInputs(project) });
}

/** Fills the database with what is in use; gives what that was. */
async function fill(
  context: CommandContext,
  project: Project,
  database: ConfigDatabase,
  options: CheckCommandOptions,
  directory: string,
): Promise<InUse> {
  const { bundle, main } = options;
  if (bundle !== undefined) {
    await importBundle({ database, file: resolve(context.cwd, bundle) });
    return { kind: "filled", from: `bundle ${bundle}` };
  }
  const named = databaseInUse(context, project, options.database);
  if (named !== undefined) {
    const file = join(directory, "in-use.bundle");
    await using inUse = await openDatabase(named, { signal: context.signal, access: "read" });
    await exportBundle({ database: inUse, file });
    await importBundle({ database, file });
    const near = relative(context.cwd, named);
    const shown = isServer(named) || near.startsWith("..") ? displayName(named) : near;
    return { kind: "filled", from: `database ${shown}` };
  }
  if (main === undefined)
    return { kind: "nothing", reason: "no bundle, database or checkout of main is named" };
  const found = await mainCheckout(context, project, main, join(directory, "main"));
  if (found.kind === "absent") return { kind: "nothing", reason: found.reason };
  const before = await openProject(context.cwd, found.root);
  const into = { directory: join(directory, "main-templates"), trees: new FetchedTrees() };
  using _made = AnchoredDirectory.make(into.directory);
  await syncInto(before, database, await fetchChange(context, before, into, { ...options, source: [] }));
  return { kind: "filled", from: found.shown };
}

/** What the change is compared with. */
type InUse =
  | { readonly kind: "filled"; readonly from: string }
  | { readonly kind: "nothing"; readonly reason: string };

/** The database that was named, else a server, else the file that is there already. */
function databaseInUse(
  context: CommandContext,
  project: Project,
  named: string | undefined,
): string | undefined {
  const location = databaseLocation(context, project, named);
  const isNamed = named !== undefined || Boolean(context.env.DATABASE_URL);
  return isNamed || isServer(location) || existsSync(location) ? location : undefined;
}
