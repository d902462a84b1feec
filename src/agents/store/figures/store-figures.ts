import type { ConfigDatabase } from "../../../config/database.ts";
import { clocks } from "../../../config/queue/queue.ts";
import { agentApproval } from "../../kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../kinds/record/agent-dispatch-run.ts";
import type { FigureName } from "./figure-samples.ts";

/** How much of something there is, by a name of its own. */
export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

/** How much waits and runs, over all organisations of a database. */
export interface StoreFigures {
  /** Objects that each controller has to look at, now or later. */
  readonly queued: readonly NamedCount[];
  /** Of these, what is due now. */
  readonly due: readonly NamedCount[];
  /** Of these, what failed when it was looked at last. */
  readonly failing: readonly NamedCount[];
  readonly runs: readonly NamedCount[];
  readonly approvals: readonly NamedCount[];
  /** Agents that wait to be rendered, and of these who failed last time. */
  readonly renders: number;
  readonly failingRenders: number;
  /** How env directories were found when they were compared last, by state. */
  readonly environments: readonly NamedCount[];
  /** When that was, in seconds since 1970; nothing where it never was. */
  readonly environmentsSeen: number | undefined;
}

/** Reads the figures in one transaction; it looks at indexes and queues only. */
export async function readStoreFigures(database: ConfigDatabase): Promise<StoreFigures> {
  return await database.transaction("read", async ({ query, sql }) => {
    const now = clocks[database.kind];
    const queue = await sql<{ name: string; queued: number; due: number; failing: number }>`
      SELECT controller AS name, count(*) AS queued, sum(CASE WHEN due_at <= ${sql.raw(now)} THEN 1 ELSE 0 END) AS due,
        sum(CASE WHEN error_code IS NOT NULL THEN 1 ELSE 0 END) AS failing
      FROM agent_queue GROUP BY controller ORDER BY controller`.execute(query);
    const phases = async (kind: string) => {
      const { rows } = await sql<NamedCount>`SELECT phase AS name, count(*) AS count FROM agent_object
        WHERE kind = ${kind} AND phase <> '' GROUP BY phase ORDER BY phase`.execute(query);
      return rows.map(({ name, count }) => ({ name, count: Number(count) }));
    };
    const renders = await sql<{ queued: number; failing: number | null }>`
      SELECT count(*) AS queued, sum(CASE WHEN error_code IS NOT NULL THEN 1 ELSE 0 END) AS failing FROM render_queue`.execute(
      query,
    );
    const figure: FigureName = "env-directories";
    const seen = await sql<
      NamedCount & { time: string }
    >`SELECT label AS name, time, sum(value) AS count FROM figure_sample
      WHERE figure = ${figure} AND time = (SELECT max(time) FROM figure_sample WHERE figure = ${figure})
      GROUP BY label, time ORDER BY label`.execute(query);
    const [newest] = seen.rows;
    const counts = (of: "queued" | "due" | "failing") =>
      queue.rows.map((row) => ({ name: row.name, count: Number(row[of]) }));
    return {
      ...{ queued: counts("queued"), due: counts("due"), failing: counts("failing") },
      runs: await phases(agentDispatchRun.kind),
      approvals: await phases(agentApproval.kind),
      renders: Number(renders.rows[0]?.queued ?? 0),
      failingRenders: Number(renders.rows[0]?.failing ?? 0),
      environments: seen.rows.map(({ name, count }) => ({ name, count: Number(count) })),
      environmentsSeen: newest && Date.parse(newest.time) / 1000,
    };
  });
}
