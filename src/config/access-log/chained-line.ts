import type { Kysely } from "kysely";
import { certain } from "../../fault/certain.ts";
import type { AccessLink } from "../../secret/access-chain.ts";
import type { SecretAccess } from "../../secret/access-log.ts";
import type { ConfigSchema } from "../schema/tables.ts";

/** A line of the access log in its chain. */
export interface ChainedLine extends SecretAccess, AccessLink {
  readonly hash: string;
}

/** A line with its place in the whole log. */
export interface KeptLine extends ChainedLine {
  readonly id: number;
}

const chainColumns = [
  "secret",
  "agent",
  "accessor",
  "reason",
  "time",
  "session",
  "seq",
  "previous",
  "hash",
] as const;

const pageLines = 1000;

/** The lines of a session behind one of its lines, page by page. */
export async function* linesAfter(
  query: Kysely<ConfigSchema>,
  from: { readonly session: string; readonly seq: number },
): AsyncGenerator<readonly KeptLine[], void> {
  for (let after = from.seq; ; ) {
    const page = (await query
      .selectFrom("secret_access_log")
      .select(["id", ...chainColumns])
      .where("session", "=", from.session)
      .where("seq", ">", after)
      .orderBy("seq")
      .limit(pageLines)
      .execute()) as KeptLine[];
    if (page.length > 0) yield page;
    if (page.length < pageLines) return;
    after = certain(page.at(-1)).seq;
  }
}

/** True where every column of two lines is the same. */
export function sameLine(a: ChainedLine, b: ChainedLine | undefined): boolean {
  return b !== undefined && chainColumns.every((column) => a[column] === b[column]);
}
