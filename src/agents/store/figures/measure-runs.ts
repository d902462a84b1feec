import type { Session } from "../../../config/connection/session.ts";
import { agentIndexKeys } from "../../../config/schema/agent-index-keys.ts";
import { agentDispatchRun } from "../../kinds/record/agent-dispatch-run.ts";
import type { FigureValues } from "./figure-samples.ts";

/** The runs of an organisation that are not over, by their phase. */
export async function measureRuns({ query, sql }: Session, namespace: string): Promise<FigureValues<"runs">> {
  const keys = ["Queued", "Running", "Waiting"].map(
    (phase) => `${agentDispatchRun.kind}/${namespace}/${phase}`,
  );
  const { rows } = await sql<{
    phase: string;
    count: number;
  }>`SELECT phase, count(*) AS count FROM agent_object
    WHERE ${sql.raw(agentIndexKeys.phase)} IN (${sql.join(keys)}) AND phase <> '' GROUP BY phase`.execute(
    query,
  );
  const counts = new Map(rows.map(({ phase, count }) => [phase, Number(count)]));
  return {
    Queued: counts.get("Queued") ?? 0,
    Running: counts.get("Running") ?? 0,
    Waiting: counts.get("Waiting") ?? 0,
  };
}

/** What the runs that were made on a day have used until now. @param day YYYY-MM-DD, in UTC */
export async function measureDay(
  { kind, query, sql }: Session,
  namespace: string,
  day: string,
): Promise<FigureValues<"day">> {
  const sqlite = kind === "sqlite";
  const fact = (name: string) =>
    sql.raw(sqlite ? `json_extract(status, '$.${name}')` : `status::json ->> '${name}'`);
  const [decimal, whole] = sqlite ? ["REAL", "INTEGER"] : ["numeric", "bigint"];
  const { rows } = await sql<{ runs: number; tokens: number | null; cost: number | null }>`
    SELECT count(*) AS runs, sum(CAST(${fact("tokens")} AS ${sql.raw(whole)})) AS tokens,
      sum(CAST(round(CAST(${fact("cost")} AS ${sql.raw(decimal)}) * 1000000) AS ${sql.raw(whole)})) AS cost
    FROM agent_object WHERE ${sql.raw(agentIndexKeys.namespace)} = ${`${agentDispatchRun.kind}/${namespace}`}
      AND created >= ${day} AND created < ${`${day}T99`}`.execute(query);
  const [row] = rows;
  return { runs: Number(row?.runs ?? 0), tokens: Number(row?.tokens ?? 0), cost: Number(row?.cost ?? 0) };
}
