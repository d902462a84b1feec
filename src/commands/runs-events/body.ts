import { isOver } from "../../agents/dispatch/run-status.ts";
import { agentDispatchAttempt } from "../../agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import type { EventSpec } from "../../agents/store/events/append-events.ts";
import { readEvents } from "../../agents/store/events/read-events.ts";
import { objectMissing } from "../../agents/store/object-fault.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { pause } from "../../fault/stopped.ts";
import { shortened, visible } from "../../fault/visible.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { RunsEventsOptions } from "./runs-events.ts";

/** How often it is looked for new events, in milliseconds, and how many are read at once. */
const [everyMs, pageEvents] = [500, 500];
const longestLine = 400;

export async function run(context: CommandContext, options: RunsEventsOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { organization: namespace } = accessPlace(project, options);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  await using store = new SqlStore(database);
  const attempt = options.attempt ?? (await currentAttempt(store, namespace, options.name));
  const at = { namespace, attempt };
  if (options.follow) {
    for await (const event of followed(context, database, store, { ...at, after: options.after }))
      await context.writeOutput(`${lineOf(event)}\n`);
    return { outputs: {}, account: [], printed: true };
  }
  const found = await readEvents(database, { ...at, after: options.after, limit: options.limit + 1 });
  const events = found.slice(0, options.limit);
  const last = events.at(-1)?.seq ?? options.after;
  const isMore = found.length > events.length;
  return {
    outputs: { attempt, events: asOutput(events), last, isMore },
    details: events.map(lineOf),
    account: [
      isMore ? `there are more: --after ${last}` : `the newest event of ${attempt} has the number ${last}`,
    ],
  };
}

async function currentAttempt(store: SqlStore, namespace: string, name: string): Promise<string> {
  const run = await store.read((reader) => reader.get(agentDispatchRun, { namespace, name }));
  if (!run) throw objectMissing(agentDispatchRun, { namespace, name });
  const { currentAttempt: attempt } = run.status;
  if (attempt === undefined) throw objectMissing(agentDispatchAttempt, { namespace, name: `${name}-1` });
  return attempt;
}

/** Every event, until the attempt is over and all of it was told. */
async function* followed(
  { signal }: CommandContext,
  database: Parameters<typeof readEvents>[0],
  store: SqlStore,
  {
    namespace,
    attempt,
    after,
  }: { readonly namespace: string; readonly attempt: string; readonly after: number },
): AsyncGenerator<EventSpec, void> {
  for (let last = after; ; ) {
    // Asked before the events are read: what it brought at its end is then among them.
    const key = { namespace, name: attempt };
    const now = await store.read((reader) => reader.get(agentDispatchAttempt, key));
    const events = await readEvents(database, { namespace, attempt, after: last, limit: pageEvents });
    yield* events;
    last = events.at(-1)?.seq ?? last;
    if (events.length > 0) continue;
    if (!now || isOver(now)) return;
    await pause(everyMs, signal);
  }
}

function lineOf({ seq, time, type, lane, tool, status, text }: EventSpec): string {
  const words = [
    String(seq).padStart(6),
    ...(time === undefined ? [] : [time.slice(11, 19)]),
    `${type}${tool === undefined ? "" : ` ${tool}`}${status === undefined ? "" : ` ${status}`}`,
    ...(lane === undefined ? [] : [`[${lane}]`]),
    ...(text === undefined ? [] : [text]),
  ];
  return shortened(visible(words.join("  ")), longestLine);
}
