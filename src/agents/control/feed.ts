import type { Session } from "../../config/connection/session.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { IdentikitError } from "../../fault/error.ts";
import { demandWork, type WorkKey } from "../store/queue/work-queue.ts";
import { SqlReader } from "../store/sql-reader.ts";
import { readClock } from "../store/version-clock.ts";
import { changesSince } from "../store/watch/read-changes.ts";
import type { Controller } from "./controller.ts";
import { moveCursor, readCursors, takeCursor } from "./cursor.ts";
import { WatchedKeys } from "./watched-keys.ts";

/** Objects of one transaction of a full look. */
const lookPage = 200;
/** Changes that a controller is left behind which are none of what it watches. */
const mostBehind = 500;

/**
 * Makes demands of the changes that a controller has not been told of. Where there is no cursor, or the changes since are no longer
 * kept, it is told of every object of the kinds that it watches.
 * @returns whether there is more to be told
 */
export async function feed(database: ConfigDatabase, controller: Controller): Promise<boolean> {
  const cursor = (await database.transaction("read", readCursors)).get(controller.name);
  if (cursor === undefined) return await lookAtAll(database, controller, undefined);
  try {
    return await feedChanges(database, controller);
  } catch (caught) {
    if (!(caught instanceof IdentikitError && caught.code === "WATCH_TOO_OLD")) throw caught;
    return await lookAtAll(database, controller, cursor);
  }
}

async function feedChanges(database: ConfigDatabase, controller: Controller): Promise<boolean> {
  return await database.transaction("write", async (session) => {
    const from = await takeCursor(session, database, controller.name);
    if (from === undefined) return false;
    const { changes, upTo } = await changesSince(session, from);
    if (upTo === from) return false;
    const keys = new WatchedKeys(controller.watches, new SqlReader(session));
    for (const change of changes) await keys.addRow(change);
    await demandWork(session, database, controller.name, keys.found);
    await moveCursor(session, controller.name, from, upTo);
    return (await readClock(session)).version > upTo;
  });
}

/** Demands every object, page by page. The cursor is set last: a look that was broken off starts again. */
async function lookAtAll(
  database: ConfigDatabase,
  controller: Controller,
  from: number | undefined,
): Promise<boolean> {
  const { version } = await database.transaction("read", readClock);
  await demandAgain(database, controller);
  for (const watch of controller.watches) {
    for (let token: string | undefined, isDone = false; !isDone; )
      isDone = await database.transaction("write", async (session) => {
        const reader = new SqlReader(session);
        const page = await reader.list(watch.kind, { limit: lookPage, continue: token });
        const keys = new WatchedKeys(controller.watches, reader);
        for (const object of page.items) await keys.add(watch, { type: "ADDED", object });
        await demandWork(session, database, controller.name, keys.found);
        token = page.continue;
        return token === undefined;
      });
  }
  await database.transaction("write", (session) => moveCursor(session, controller.name, from, version));
  return true;
}

/** What waits for its time is looked at now, too: what it waits for may be among the changes that nobody was told of. */
async function demandAgain(database: ConfigDatabase, { name }: Controller): Promise<void> {
  await database.transaction("write", async (session) => {
    const { query, sql } = session;
    const { rows } =
      await sql<WorkKey>`SELECT kind, namespace, name FROM agent_queue WHERE controller = ${name}`.execute(
        query,
      );
    await demandWork(session, database, name, rows);
  });
}

/**
 * Which of some controllers have something to be told: `concerned` by a change of what they watch, or `behind` others' changes only.
 * Those that have been told of everything are left out.
 */
export async function lagging(
  session: Session,
  controllers: readonly Pick<Controller, "name" | "watches">[],
): Promise<ReadonlyMap<string, "concerned" | "behind">> {
  const cursors = await readCursors(session);
  const { version } = await readClock(session);
  const found = new Map<string, "concerned" | "behind">();
  const late = controllers.filter(({ name }) => cursors.get(name) !== version);
  if (late.length === 0) return found;
  const since = Math.max(
    version - mostBehind,
    Math.min(...late.map(({ name }) => cursors.get(name) ?? version)),
  );
  const newest = await newestChanges(session, since);
  for (const { name, watches } of late) {
    // Where there is no cursor, where it is far behind, or where the clock is another one, all is looked at.
    const at = cursors.get(name);
    const isNear = at !== undefined && at >= since && at < version;
    const isConcerned = watches.some(({ kind }) => (newest.get(kind.kind) ?? 0) > (at ?? 0));
    found.set(name, isNear && !isConcerned ? "behind" : "concerned");
  }
  return found;
}

/** The version of the last change of each kind that has changed since a version. */
async function newestChanges({ query, sql }: Session, since: number): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ readonly kind: string; readonly version: number }>`
    SELECT kind, max(version) AS version FROM agent_change WHERE version > ${since} AND type <> 'EVENTS' GROUP BY kind`.execute(
    query,
  );
  return new Map(rows.map(({ kind, version }) => [kind, Number(version)]));
}
