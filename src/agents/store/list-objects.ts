import type { RawBuilder } from "kysely";
import type { Session } from "../../config/connection/session.ts";
import { certain } from "../../fault/certain.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Resource } from "../resource/resource.ts";
import type { ListQuery, ResourcePage } from "../resource/resource-store.ts";
import { formatContinue, type ListPlace, parseContinue, tokenInvalid } from "./continue-token.ts";
import { watchTooOld } from "./object-fault.ts";
import { type ObjectRow, objectColumns, resourceOf } from "./object-row.ts";
import { selectionOf } from "./select-objects.ts";
import type { VersionClock } from "./version-clock.ts";

const [usualLimit, greatestLimit] = [500, 5000];
/** Rows that one page looks at where what is asked for has to be sought among them. */
const lookedAtMost = 10_000;

/** How the rows of a kind are found in an order, behind a place. */
export interface ObjectSource {
  /** The key columns of the order, and whether it goes backwards. */
  readonly order: readonly string[];
  readonly backwards: boolean;
  /** Rows that meet the conditions, in order. */
  readonly read: (
    session: Session,
    behind: RawBuilder<unknown>,
    order: RawBuilder<unknown>,
    limit: number,
  ) => Promise<readonly ObjectRow[]>;
  /** The key of a row in the order. */
  readonly keyOf: (row: ObjectRow) => readonly (string | number)[];
  readonly keeps: (resource: Resource) => boolean;
  readonly filters: boolean;
}

/** How many objects a page has. */
export function pageLimit({ limit = usualLimit }: ListQuery): number {
  return Number.isFinite(limit) ? Math.min(Math.max(Math.trunc(limit), 1), greatestLimit) : usualLimit;
}

/** The objects of `agent_object`, by name, or the newest first. */
export function objectSource(session: Session, kind: Kind, query: ListQuery): ObjectSource {
  const { sql } = session;
  const { conditions, keeps, filters } = selectionOf(session, kind, query);
  const { namespace, newestFirst = false } = query;
  const order = [
    ...(newestFirst ? ["created"] : []),
    ...(namespace === undefined ? ["namespace"] : []),
    "name",
  ];
  return {
    order,
    backwards: newestFirst,
    keeps,
    filters,
    keyOf: (row) =>
      order.map((column) =>
        column === "created" ? row.created : column === "name" ? row.name : row.namespace,
      ),
    read: async ({ query: kysely }, behind, by, limit) => {
      const { rows } = await sql<ObjectRow>`
        SELECT ${sql.raw(objectColumns)} FROM agent_object
        WHERE ${sql.join(conditions, sql` AND `)} ${behind} ORDER BY ${by} LIMIT ${limit}`.execute(kysely);
      return rows;
    },
  };
}

/** Where a page is read from, and the clock as it was before. */
export interface ListScene {
  readonly source: ObjectSource;
  /** Read before the rows: what is written meanwhile is then told to who watches from here. */
  readonly clock: VersionClock;
}

/**
 * One page of a list.
 * @throws {IdentikitError} `CONTINUE_INVALID`; `WATCH_TOO_OLD` for a place from so long ago that nobody could watch from there
 */
export async function listPage<One extends Kind>(
  session: Session,
  kind: One,
  query: ListQuery,
  { source, clock: { version, oldest } }: ListScene,
): Promise<ResourcePage<One>> {
  const limit = pageLimit(query);
  const { lookAtMost = lookedAtMost } = query;
  const place = placeOf(kind, query, source);
  const first = place?.version ?? version;
  if (first < oldest) throw watchTooOld(String(first), oldest);
  const items: Resource<One>[] = [];
  const page = (after?: ListPlace["after"]): ResourcePage<One> => ({
    items,
    ...(after && { continue: formatContinue(kind.kind, query, { version: first, after }) }),
    resourceVersion: String(first),
  });
  let after = place?.after;
  for (let looked = 0; ; ) {
    const wanted = source.filters ? Math.max(2 * limit, usualLimit) : limit + 1;
    const rows = await readBehind(session, source, after, wanted);
    const used = fill(items, limit, rows, kind, source);
    if (used > 0) after = source.keyOf(certain(rows[used - 1]));
    if (used < rows.length) return page(after);
    looked += rows.length;
    if (rows.length < wanted) return page();
    if (looked >= lookAtMost) return page(after);
  }
}

/** Adds what the rows hold, as far as there is room. @returns how many of the rows it looked at */
function fill<One extends Kind>(
  items: Resource<One>[],
  limit: number,
  rows: readonly ObjectRow[],
  kind: One,
  { filters, keeps }: ObjectSource,
): number {
  let used = 0;
  for (const row of rows) {
    if (items.length === limit) return used;
    const resource = resourceOf(kind, row);
    if (!filters || keeps(resource)) items.push(resource);
    used++;
  }
  return used;
}

/** @throws {IdentikitError} `CONTINUE_INVALID` */
function placeOf(kind: Kind, query: ListQuery, { order }: ObjectSource): ListPlace | undefined {
  const place = parseContinue(kind.kind, query);
  if (place && place.after.length !== order.length) throw tokenInvalid("it cannot be read");
  return place;
}

async function readBehind(
  session: Session,
  source: ObjectSource,
  after: ListPlace["after"] | undefined,
  limit: number,
): Promise<readonly ObjectRow[]> {
  const { sql } = session;
  const { order, backwards } = source;
  const behind = after
    ? sql`AND ${sql.raw(`(${order.join(", ")}) ${backwards ? "<" : ">"}`)} (${sql.join([...after])})`
    : sql``;
  const by = sql.raw(order.map((column) => `${column} ${backwards ? "DESC" : "ASC"}`).join(", "));
  return await source.read(session, behind, by, limit);
}
