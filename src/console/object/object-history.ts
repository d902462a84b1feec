import { agentAction } from "../../agents/kinds/record/agent-action.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { objectAddress } from "../page/object-address.ts";
import type { PageAsk } from "../page/page-ask.ts";

/** Something that was done with an object. */
export interface ObjectHistoryEntry {
  readonly time: string;
  readonly who: string;
  readonly what: string;
  /** What became of it. */
  readonly phase?: string;
  readonly message?: string;
  readonly href?: string;
  /** The line of the audit, for what is in it. */
  readonly line?: number;
}

export interface ObjectHistory {
  readonly entries: readonly ObjectHistoryEntry[];
  /** Whether older actions were not looked at. */
  readonly isPartial: boolean;
  /** Whether the viewer may not list actions. */
  readonly isHidden: boolean;
}

/** Records of actions that are looked at, and those that are shown, at most. */
const mostLooked = 2000;
const mostShown = 30;

/** What people and programs asked of an object; the newest first. */
export async function objectHistory(
  { objects, organization }: PageAsk,
  { kind, metadata: { name } }: Resource,
): Promise<ObjectHistory> {
  const entries: ObjectHistoryEntry[] = [];
  let looked = 0;
  for await (const action of objects.each(agentAction, { newestFirst: true })) {
    const { target } = action.spec;
    if (target.kind === kind && target.name === name) entries.push(entryOf(organization, action));
    if (++looked >= mostLooked || entries.length >= mostShown) break;
  }
  return {
    entries,
    isPartial: looked >= mostLooked,
    isHidden: !objects.rights.may("list", agentAction).allowed,
  };
}

/** A history with the lines of the audit among it; asked when the state of the database is let go. */
export async function auditedHistory(
  { sources, organization }: Pick<PageAsk, "sources" | "organization">,
  { kind, metadata: { name }, spec }: Resource,
  history: ObjectHistory,
): Promise<ObjectHistory> {
  const { run } = fieldsOf(spec);
  const runName = kind === "AgentDispatchRun" ? name : typeof run === "string" ? run : "";
  const lines = await sources.recordHistory({ organization, record: `${kind}/${name}`, run: runName });
  const entries = [...history.entries, ...lines].sort((a, b) => b.time.localeCompare(a.time));
  return { ...history, entries };
}

function entryOf(
  organization: string,
  { metadata, spec, status }: Resource<typeof agentAction>,
): ObjectHistoryEntry {
  return {
    time: spec.time ?? metadata.creationTimestamp,
    who: spec.actor.name,
    what: spec.action,
    href: objectAddress(organization, agentAction, metadata.name),
    ...(status.phase === undefined ? {} : { phase: status.phase }),
    ...(status.message === undefined ? {} : { message: status.message.slice(0, 300) }),
  };
}
