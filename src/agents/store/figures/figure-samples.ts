import type { Session } from "../../../config/connection/session.ts";
import type { ConfigDatabase } from "../../../config/database.ts";

/** What is measured over time, with what its values are told apart by. */
export type FigureLabels = {
  /** Runs that are not over, at the time. */
  readonly runs: "Queued" | "Running" | "Waiting";
  /** Env directories by how they were found, at the time. */
  readonly "env-directories": "clean" | "drifted" | "unverified";
  /** Of the runs that were made on a day (UTC): how many, their tokens, and millionths of a US dollar. */
  readonly day: "runs" | "tokens" | "cost";
};
export type FigureName = keyof FigureLabels;

/** How much of something there was at a time. */
export interface FigureSample {
  /** RFC 3339, in UTC. */
  readonly time: string;
  /** One of the figure's. */
  readonly label: string;
  readonly value: number;
}

/** The values of a figure at one time. */
export type FigureValues<Figure extends FigureName> = Readonly<Partial<Record<FigureLabels[Figure], number>>>;

/** How far samples of one figure are apart, in milliseconds. */
export const sampleStepMs: number = 15 * 60 * 1000;

/** The beginning of the step that a moment is in: what is measured twice in a step replaces what was there. */
export function sampleTime(now: Date): string {
  return new Date(Math.floor(now.getTime() / sampleStepMs) * sampleStepMs).toISOString();
}

/** Keeps what was measured; a sample of the same time is replaced. */
export async function saveSamples<Figure extends FigureName>(
  { query }: Session,
  { namespace, figure, time }: { readonly namespace: string; readonly figure: Figure; readonly time: string },
  values: FigureValues<Figure>,
): Promise<void> {
  const rows = Object.entries<number | undefined>(values).flatMap(([label, value]) =>
    value === undefined ? [] : [{ namespace, figure, label, time, value }],
  );
  if (rows.length === 0) return;
  await query
    .insertInto("figure_sample")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["namespace", "figure", "time", "label"])
        .doUpdateSet((own) => ({ value: own.ref("excluded.value") })),
    )
    .execute();
}

/** What of a figure is asked for. */
export interface SamplesAsked {
  readonly namespace: string;
  readonly figure: FigureName;
  readonly since: Date;
}

/** The samples of a figure from a time on, the oldest first. */
export async function readSamples(
  database: ConfigDatabase,
  { namespace, figure, since }: SamplesAsked,
): Promise<readonly FigureSample[]> {
  return await database.read((query) =>
    query
      .selectFrom("figure_sample")
      .select(["time", "label", "value"])
      .where("namespace", "=", namespace)
      .where("figure", "=", figure)
      .where("time", ">=", since.toISOString())
      .orderBy("time")
      .orderBy("label")
      .execute(),
  );
}

/** Deletes what was measured before a time. */
export async function pruneSamples({ query }: Session, before: Date): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom("figure_sample")
    .where("time", "<", before.toISOString())
    .executeTakeFirst();
  return Number(numDeletedRows);
}
