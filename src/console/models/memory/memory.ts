import { agentMemoryRepository } from "../../../agents/kinds/config/agent-memory-repository.ts";
import { agentMemoryQuery, agentMemoryUpdate } from "../../../agents/kinds/record/agent-memory.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownSection, ShownTable } from "../../page/shown.ts";
import { digestShown, knownFacts, objectLink, timeShown } from "../shown/values.ts";
import {
  askForMemory,
  type MemoryAsk,
  type MemoryPlace,
  type ReadMemory,
  readMemoryOf,
} from "./memory-view.ts";

/** How the memory of an organisation is. */
export interface MemoryModel {
  readonly place: MemoryPlace;
  readonly sections: readonly ShownSection[];
}

export async function loadMemory(ask: PageAsk): Promise<LoadedPage<"memory">> {
  const asked = await askForMemory(ask);
  const stored = await storedSections(asked);
  const model = async (): Promise<MemoryModel> => {
    const { place, memory } = await readMemoryOf(asked);
    return { place, sections: [...(memory ? await gitSections(asked, memory) : []), ...stored] };
  };
  const empty: MemoryPlace = { repositories: asked.repositories, asked: "now", withheld: 0, tabs: [] };
  return { model: { place: empty, sections: stored }, finish: model };
}

async function gitSections({ ask, repository }: MemoryAsk, memory: ReadMemory): Promise<ShownSection[]> {
  const { health, resolved, newest, visible } = memory;
  const since = ask.query.get("since");
  const isNewest = newest === resolved.commit;
  return [
    {
      ...{ id: "health", title: "Health" },
      summary:
        resolved.at === undefined
          ? `"${resolved.asked}" is the commit below.`
          : `"${resolved.asked}" means ${resolved.at}, and that the commit below.`,
      facts: knownFacts({
        Repository: objectLink(ask.organization, agentMemoryRepository, repository?.metadata.name),
        Commit: digestShown(resolved.commit),
        Moment: timeShown(resolved.at),
        Freshness: isNewest ? "It is the newest commit of its branch." : "There is a newer commit.",
        Newest: isNewest ? null : digestShown(newest),
        "Read by the controller": digestShown(repository?.status.commit),
        When: timeShown(repository?.status.readAt),
        Records: health.files,
        Stale: health.stale.length,
        "Broken links": health.brokenLinks.length,
        Malformed: health.malformed.length,
        "Not for you": visible.withheld,
      }),
      table: {
        columns: ["Kind of record", "Records"],
        rows: Object.entries(health.kinds).map(([kind, count]) => ({
          key: kind,
          cells: [kind === "" ? "without a kind" : kind, count],
        })),
        empty: "It has no record that you may see.",
      },
    },
    ...(since === null ? [] : [await changesSince(memory, since)]),
    problems(ask, health),
  ];
}

function problems({ organization }: PageAsk, health: ReadMemory["health"]): ShownSection {
  const at = (path: string) => ({
    link: withQuery(addressOf(organization, "agents", "memory", "search"), { path }),
    text: path,
  });
  const rows = [
    ...health.malformed.map(({ path, problem }) => [path, "malformed", problem] as const),
    ...health.brokenLinks.map(
      ({ from, target, problem }) => [from, "broken link", `${target}: ${problem}`] as const,
    ),
    ...health.stale.map(
      (path) => [path, "stale", "not changed for longer than its repository allows"] as const,
    ),
  ];
  return {
    ...{ id: "problems", title: "What is wrong with it" },
    table: {
      columns: ["Record", "What", "Why"],
      rows: rows
        .slice(0, 200)
        .map(([path, what, why], row) => ({ key: `${row}`, cells: [at(path), what, why] })),
      empty: "Its records are well formed, fresh, and their links lead somewhere.",
    },
  };
}

/** What has changed between a commit that somebody worked with and the state that is shown. */
async function changesSince({ store, resolved, visible }: ReadMemory, since: string): Promise<ShownSection> {
  const before = /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(since)
    ? await store.read(since, AbortSignal.timeout(20_000)).catch(() => undefined)
    : undefined;
  const seen = new Map(visible.records.map(({ path, text }) => [path, text]));
  const was = new Map(before?.files.map(({ path, text }) => [path, text]));
  const changed = [...seen].filter(([path, text]) => was.get(path) !== text);
  // Of what is gone nobody knows any more who might see it: it is counted.
  const gone = [...was.keys()].filter((path) => !seen.has(path)).length;
  return {
    ...{ id: "since", title: "What has changed since" },
    facts: knownFacts({
      From: digestShown(since),
      To: digestShown(resolved.commit),
      "No longer there, or not for you": before === undefined ? null : gone,
    }),
    table: {
      columns: ["Record", "Change"],
      rows:
        before === undefined
          ? []
          : changed.map(([path]) => ({ key: path, cells: [path, was.has(path) ? "changed" : "new"] })),
      empty: before === undefined ? "That commit cannot be read here." : "No record has changed.",
    },
  };
}

async function storedSections({ ask, repository }: MemoryAsk): Promise<ShownSection[]> {
  const { organization, objects } = ask;
  const denied = await objects.listed(agentMemoryQuery, {
    fields: [{ field: "status.phase", equals: true, value: "Denied" }],
    ...{ newestFirst: true, limit: 20 },
  });
  const updates = await objects.listed(agentMemoryUpdate, {
    fields: [{ field: "status.phase", equals: true, value: "Proposed" }],
    ...{ newestFirst: true, limit: 20 },
  });
  const table: ShownTable = {
    columns: ["Query", "By", "Looked for", "When"],
    rows: (denied?.items ?? []).map(({ metadata, spec }) => ({
      key: metadata.name,
      cells: [
        objectLink(organization, agentMemoryQuery, metadata.name),
        spec.by.name,
        spec.text ?? null,
        timeShown(metadata.creationTimestamp),
      ],
    })),
    empty: "No look-up was denied.",
  };
  return [
    {
      ...{ id: "pending", title: "Proposed changes" },
      table: {
        columns: ["Update", "Title", "Proposed"],
        rows: (updates?.items ?? []).map(({ metadata, spec }) => ({
          key: metadata.name,
          cells: [
            objectLink(organization, agentMemoryUpdate, metadata.name),
            spec.title ?? null,
            timeShown(metadata.creationTimestamp),
          ],
        })),
        empty: "No change waits for somebody.",
      },
    },
    { ...{ id: "denied", title: "Denied look-ups" }, table },
    {
      ...{ id: "conditions", title: "Conditions", folded: true },
      conditions: repository?.status.conditions,
    },
  ];
}
