import { configKinds } from "../../agents/kinds/all-kinds.ts";
import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../agents/kinds/config/agent-trigger-rule.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../../agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import { workItem } from "../../agents/kinds/record/work-item.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { objectAddress } from "../page/object-address.ts";
import type { ViewerObjects } from "../page/viewer-objects.ts";

/** What was found of one kind. */
export interface SearchGroup {
  readonly kind: string;
  readonly plural: string;
  readonly hits: readonly SearchHit[];
  /** Whether there are more, or not all were looked at. */
  readonly isPartial: boolean;
}

export interface SearchHit {
  readonly name: string;
  readonly href: string;
  readonly title?: string;
  readonly phase?: string;
}

/** What people jump to. */
export const jumpKinds: readonly Kind[] = [
  agentDispatchRun,
  agentApproval,
  agentSession,
  agentWorkspace,
  agentTriggerRule,
  agentStack,
];
/** What can be searched, besides. */
export const searchedKinds: readonly Kind[] = [
  ...jumpKinds,
  workItem,
  ...configKinds.filter((kind) => !jumpKinds.some((one) => one.kind === kind.kind)),
];

/** Objects of a kind that are looked at, the newest first; and hits that are shown. */
const mostLooked = 2000;
/** Milliseconds for a whole search: what was not looked at by then is said. */
const longestMs = 1000;

export interface SearchOptions {
  readonly kinds: readonly Kind[];
  readonly most: number;
  /** Milliseconds of a clock that only goes on. */
  readonly elapsed: () => number;
}

/** Objects whose name, title or repository has every word of a text, as far as the viewer may list them. */
export async function searchObjects(
  objects: ViewerObjects,
  text: string,
  { kinds, most, elapsed }: SearchOptions,
): Promise<readonly { readonly group: SearchGroup; readonly found: readonly Resource[] }[]> {
  const words = text
    .toLowerCase()
    .slice(0, 200)
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, 10);
  const groups: { group: SearchGroup; found: readonly Resource[] }[] = [];
  const start = elapsed();
  for (const kind of kinds) {
    const found: Resource[] = [];
    let [looked, isPartial] = [0, false];
    for await (const object of objects.each(kind, { newestFirst: kind.storage === "record" })) {
      const isLate = elapsed() - start > longestMs;
      if (isLate || looked++ >= mostLooked || found.length >= most) {
        isPartial = true;
        break;
      }
      if (words.every((word) => wordsOf(object).includes(word))) found.push(object);
    }
    if (found.length === 0 && !isPartial) continue;
    const hits = found.map((object) => hitOf(objects, kind, object));
    groups.push({ group: { kind: kind.kind, plural: kind.plural, hits, isPartial }, found });
  }
  return groups;
}

function wordsOf({ metadata, spec }: Resource): string {
  const { title, repository, run, agentStack: stack } = fieldsOf(spec);
  return [metadata.name, title, repository, run, stack]
    .filter((one) => typeof one === "string")
    .join(" ")
    .toLowerCase();
}

function hitOf(
  { organization }: ViewerObjects,
  kind: Kind,
  { metadata: { name }, spec, status }: Resource,
): SearchHit {
  const [{ title }, { phase }] = [fieldsOf(spec), fieldsOf(status)];
  return {
    name,
    href: objectAddress(organization, kind, name),
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof phase === "string" ? { phase } : {}),
  };
}
