import type { Session } from "../../config/connection/session.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { certain } from "../../fault/certain.ts";
import { configKinds } from "../kinds/all-kinds.ts";
import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import { agentPause } from "../kinds/record/agent-pause.ts";
import { readSnapshotIn, type SnapshotOptions, type StoredSnapshot } from "./read-snapshot.ts";

interface Kept {
  /** Up to here no change made it another one. */
  version: number;
  readonly snapshot: StoredSnapshot;
  readonly secrets: string;
  readonly options: SnapshotOptions;
}

/**
 * Snapshots of one database for who decides many things one after the other: one is read again only where something of it has changed since,
 * which the log of changes says. Each answer is what a snapshot read at that moment would be.
 */
export class KeptSnapshots {
  readonly #kept = new Map<string, Kept>();

  /** @throws {IdentikitError} `DATABASE_FAILED`, `DATABASE_BUSY` */
  async read(database: ConfigDatabase, options: SnapshotOptions): Promise<StoredSnapshot> {
    const { organization, now } = options;
    return await database.transaction("read", async (session) => {
      const kept = this.#kept.get(organization);
      const state = await stateOf(session, kept?.version ?? Number.MAX_SAFE_INTEGER);
      const isCurrent =
        kept !== undefined &&
        kept.options.declared === options.declared &&
        kept.options.organizations === options.organizations &&
        kept.secrets === state.secrets &&
        !state.isChanged;
      if (isCurrent) {
        kept.version = state.version;
        return { ...kept.snapshot, now: now.toISOString() };
      }
      const snapshot = await readSnapshotIn(session, options);
      const { version, secrets } = state;
      this.#kept.set(organization, { version, secrets, snapshot, options });
      return snapshot;
    });
  }
}

/** The newest version, the secrets that there are, and whether anything of a snapshot has changed after a version. */
async function stateOf(
  { query, sql }: Session,
  after: number,
): Promise<{ readonly version: number; readonly secrets: string; readonly isChanged: boolean }> {
  const kinds = sql.join([...configKinds, agentPause].map(({ kind }) => sql`${kind}`));
  // How often a rule has been at work is in its status, and changes with every event.
  const changed = sql`SELECT 1 FROM agent_change WHERE version > ${sql.lit(after)} AND kind IN (${kinds})
    AND NOT (kind = ${agentTriggerRule.kind} AND type = 'MODIFIED' AND old_value IS NULL)`;
  const { rows } = await sql<{ version: number; oldest: number; changed: boolean | number }>`
    SELECT version, oldest, EXISTS (${changed}) AS changed FROM agent_clock`.execute(query);
  const { version, oldest, changed: isChanged } = certain(rows[0]);
  const names = await query.selectFrom("secret").select("name").orderBy("name").execute();
  return {
    version,
    secrets: names.map(({ name }) => name).join(" "),
    isChanged: Boolean(isChanged) || after < oldest,
  };
}
