import type { Kysely } from "kysely";
import type { AccessHasher, AccessSession } from "../../secret/access-chain.ts";
import type { ConfigSchema } from "../schema/tables.ts";
import { type KeptLine, linesAfter } from "./chained-line.ts";
import type { LogFindings } from "./log-findings.ts";

/** The end of a session's chain. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Checks the lines of one session.
 * @param hasher of the session's key; without it only the links are checked
 * @returns how many lines there are, and the hash of the last
 */
export async function verifyLines(
  query: Kysely<ConfigSchema>,
  record: AccessSession,
  hasher: AccessHasher | undefined,
  findings: LogFindings,
): Promise<ChainEnd> {
  let before: Pick<KeptLine, "id" | "seq" | "hash"> = { id: 0, seq: 0, hash: record.hash };
  let lines = 0;
  for await (const page of linesAfter(query, { session: record.session, seq: Number.MIN_SAFE_INTEGER })) {
    for (const line of page) {
      if (line.seq !== before.seq + 1) findings.linesMissing(line.session, before.seq + 1, line.seq - 1);
      else if (line.previous !== before.hash) findings.lineUnlinked(line);
      if (hasher && hasher.line(line, line) !== line.hash) findings.lineChanged(line);
      if (line.id <= before.id) findings.lineMoved(line);
      before = line;
      lines++;
    }
  }
  if (lines === 0) findings.linesMissing(record.session, 1, undefined);
  return { seq: lines, hash: before.hash };
}

/** The hashes of some lines that are there, by `session:seq`. */
export async function lineHashes(
  query: Kysely<ConfigSchema>,
  places: readonly { readonly session: string; readonly seq: number }[],
): Promise<Map<string, string | null>> {
  const atATime = 400;
  const found = new Map<string, string | null>();
  for (let at = 0; at < places.length; at += atATime) {
    const wanted = places.slice(at, at + atATime);
    const rows = await query
      .selectFrom("secret_access_log")
      .select(["session", "seq", "hash"])
      .where("session", "in", [...new Set(wanted.map(({ session }) => session))])
      .where("seq", "in", [...new Set(wanted.map(({ seq }) => seq))])
      .execute();
    for (const { session, seq, hash } of rows) found.set(`${session}:${seq}`, hash);
  }
  return found;
}
