import type { Session } from "../../config/connection/session.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import type { Kind } from "../kinds/kind.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";

/** Things that one record tells of at most, and runs that are looked at for some things. */
const [mostThings, mostRuns] = [100, 100];
const commit = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/g;
const address = /https?:\/\/[^\s<>"'`)\]]{1,2000}/g;

/** Something of the forge that runs write, as a text by which it is found again. */
export const writtenThing = {
  commit: (id: string) => `commit:${id}`,
  /** A comment, issue, pull request: where a person sees it. */
  url: (url: string) => `url:${plain(url)}`,
  /** The issue or pull request that something is part of. */
  object: (url: string) => `object:${plain(url).split("#")[0]}`,
  /** Under which login it was written. */
  account: (login: string) => `account:${login.toLowerCase()}`,
  /** The idempotency key of a write-back, which stands in what it wrote. */
  key: (key: string) => `key:${key}`,
} as const;

/** Notes what a record of a write-back says that its run wrote; other records say nothing of the kind. */
export async function noteWritten(
  { query, sql }: Session,
  kind: Kind,
  namespace: string,
  { spec, status }: { readonly spec: unknown; readonly status: unknown },
): Promise<void> {
  if (kind.kind !== agentApproval.kind && kind.kind !== agentAction.kind) return;
  const run = runOf(kind, fieldsOf(spec));
  const things = thingsOf(fieldsOf(status));
  if (run === undefined || things.length === 0) return;
  const rows = sql.join(things.map((thing) => sql`(${namespace}, ${thing}, ${run})`));
  await sql`INSERT INTO agent_written (namespace, thing, run) VALUES ${rows} ON CONFLICT DO NOTHING`.execute(
    query,
  );
}

/** The names of the runs that wrote each of these things, the newest first, in one statement. */
export async function runsThatWrote(
  { query, sql }: Session,
  namespace: string,
  things: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  if (things.length === 0) return found;
  const each = things.map(
    (thing) => sql`SELECT * FROM (SELECT thing, run FROM agent_written
      WHERE namespace = ${namespace} AND thing = ${thing} ORDER BY created DESC LIMIT ${mostRuns}) AS newest`,
  );
  const { rows } = await sql<{ thing: string; run: string }>`${sql.join(each, sql` UNION ALL `)}`.execute(
    query,
  );
  for (const { thing, run } of rows) found.set(thing, [...(found.get(thing) ?? []), run]);
  return found;
}

function runOf(kind: Kind, { run, target }: Readonly<Record<string, unknown>>): string | undefined {
  const { kind: aim, name } = fieldsOf(target);
  const found = kind.kind === agentApproval.kind ? run : aim === agentDispatchRun.kind ? name : undefined;
  return typeof found === "string" ? found : undefined;
}

function thingsOf({ result, account, idempotencyKey }: Readonly<Record<string, unknown>>): readonly string[] {
  const text = typeof result === "string" ? result : "";
  const urls = text.match(address) ?? [];
  const things = [
    ...(text.match(commit) ?? []).map(writtenThing.commit),
    ...urls.flatMap((url) => [writtenThing.url(url), writtenThing.object(url)]),
    ...(typeof account === "string" ? [writtenThing.account(account)] : []),
    ...(typeof idempotencyKey === "string" ? [writtenThing.key(idempotencyKey)] : []),
  ];
  return [...new Set(things)].slice(0, mostThings);
}

/** Without what a forge may add or leave out. */
function plain(url: string): string {
  return url
    .replace(/\?[^#]*/, "")
    .replace(/[.,;:]+$/, "")
    .slice(0, 2000);
}
