import type { IdentikitError } from "../../fault/error.ts";
import { visible } from "../../fault/visible.ts";
import type { ConfigDatabase } from "../database.ts";
import { type Claim, clocks, onClaims, rowsOf } from "./queue.ts";

/** A claimed agent that could not be rendered. */
export interface FailedClaim extends Claim {
  readonly error: IdentikitError;
}

/** How often the first wait doubles, and the longest wait in first ones: 1, 2, 4, 8, 16, 32, 60 minutes. */
const waits = [1, 2, 4, 8, 16, 32, 60] as const;
const messageLength = 500;

/**
 * Gives claimed agents back that failed. Each is left alone for a while, after each failure in a row for longer, up to sixty times the
 * first wait. A write that affects it makes it due at once and its failures forgotten, also one that came while it was being rendered.
 * @param firstWaitMs how long nobody tries again after the first failure
 * @returns the agents whose claims still held
 */
export function failClaims(
  database: ConfigDatabase,
  claims: readonly FailedClaim[],
  firstWaitMs: number,
): Promise<string[]> {
  return onClaims(database, claims, async (session, _, some) => {
    const { query, sql } = session;
    const now = sql.raw(clocks[database.kind]);
    const cases = waits.slice(0, -1).map((wait, failures) => `WHEN ${failures} THEN ${wait}`);
    const factor = sql.raw(`CASE attempts ${cases.join(" ")} ELSE ${waits.at(-1)} END`);
    const held: { agent: string }[] = [];
    for (const claim of some) {
      const { code, message } = told(claim.error);
      const { rows } = await sql<{ agent: string }>`
        UPDATE render_queue SET worker = NULL, claimed_seq = NULL, claimed_at = NULL,
          due_at = ${now} + CASE WHEN seq = claimed_seq THEN ${sql.lit(Math.round(firstWaitMs))} * (${factor}) ELSE 0 END,
          attempts = CASE WHEN seq = claimed_seq THEN attempts + 1 ELSE 0 END,
          failing_since = CASE WHEN seq = claimed_seq THEN coalesce(failing_since, CASE WHEN attempts > 0 THEN failed_at END, ${now}) ELSE failing_since END,
          failed_at = CASE WHEN seq = claimed_seq THEN ${now} END,
          error_code = CASE WHEN seq = claimed_seq THEN ${sql.lit(code)} END,
          error_message = CASE WHEN seq = claimed_seq THEN ${message} END
        WHERE ${rowsOf(session, [claim])} RETURNING agent`.execute(query);
      held.push(...rows);
    }
    return held;
  });
}

/** What may be kept of a failure: the text of what is not our own error may hold anything. */
function told({ code, message }: IdentikitError): { readonly code: string; readonly message: string } {
  if (code === "INTERNAL") return { code, message: "an error inside Identikit; the run's own log has more" };
  return {
    code,
    message: visible(message)
      .replace(/\w+:\/\/\S+/g, "(URL)")
      .slice(0, messageLength),
  };
}

/** Makes every agent due that waits because it failed; it keeps the count of its failures. */
export function retryFailed(database: ConfigDatabase): Promise<void> {
  return database.transaction("write", async ({ query, sql }) => {
    const now = sql.raw(clocks[database.kind]);
    // What a writer is just making due needs no help.
    const skip = sql.raw(database.kind === "postgres" ? "FOR UPDATE SKIP LOCKED" : "");
    await sql`
      WITH failing AS MATERIALIZED (
        SELECT agent FROM render_queue WHERE worker IS NULL AND attempts > 0 AND due_at > ${now} ${skip})
      UPDATE render_queue SET due_at = ${now} WHERE agent IN (SELECT agent FROM failing)`.execute(query);
  });
}
