import type { Session } from "../../config/connection/session.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { runsThatWrote, writtenThing } from "../store/written-things.ts";
import { causeOfEvent } from "../triggers/event-cause.ts";
import type { ParentRun } from "../triggers/planned-run.ts";
import type { KnownEvent } from "./known-event.ts";

/**
 * The run whose write-back an event comes of: of all that may be it the one at the end of the longest chain. The records of what runs
 * wrote come first; a mark in the event's text is anybody's, so it can make a chain longer and not shorter. Where an account that writes
 * for runs did something that no record knows, it is taken for the work of the runs that wrote to the same issue or pull request, or for
 * that of the account's newest run.
 */
export async function parentOfEvent(
  reader: ResourceReader,
  session: Session,
  namespace: string,
  { facts, host }: KnownEvent,
): Promise<ParentRun | undefined> {
  const marks = facts.marks ?? [];
  const { urls, commits } = causeOfEvent(facts);
  const actor = host?.actor ?? facts.actor;
  const things = {
    exact: [...urls.map(writtenThing.url), ...commits.map(writtenThing.commit)],
    keys: marks.map(writtenThing.key),
    account: actor === undefined ? [] : [writtenThing.account(actor)],
    object: facts.url === undefined ? [] : [writtenThing.object(facts.url)],
  };
  const wrote = await runsThatWrote(session, namespace, [...new Set(Object.values(things).flat())]);
  const runsOf = (some: readonly string[]) => some.flatMap((thing) => wrote.get(thing) ?? []);
  const [known, own, there] = [runsOf(things.exact), runsOf(things.account), runsOf(things.object)];
  const isOwnAndUnknown = known.length === 0 && own.length > 0;
  const likely = !isOwnAndUnknown ? [] : there.length > 0 ? there : own.slice(0, 1);
  return await deepest(reader, namespace, [...known, ...marks, ...runsOf(things.keys), ...likely]);
}

async function deepest(
  reader: ResourceReader,
  namespace: string,
  names: readonly string[],
): Promise<ParentRun | undefined> {
  let found: ParentRun | undefined;
  for (const name of new Set(names)) {
    const run = await reader.get(agentDispatchRun, { namespace, name });
    if (run && run.spec.chainDepth > (found?.chainDepth ?? -1))
      found = { name, chainDepth: run.spec.chainDepth };
  }
  return found;
}
