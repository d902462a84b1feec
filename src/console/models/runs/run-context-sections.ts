import { agentMemoryRepository } from "../../../agents/kinds/config/agent-memory-repository.ts";
import { agentContextBundle } from "../../../agents/kinds/record/agent-context-bundle.ts";
import { agentMemoryUpdate } from "../../../agents/kinds/record/agent-memory.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import type { ShownSection } from "../../page/shown.ts";
import { digestShown, knownFacts, objectLink, phaseShown, timeShown } from "../shown/values.ts";

type Bundle = Resource<typeof agentContextBundle>;

/** What a run was told: where each part comes from, what was taken out, the layers with their hashes, and the state of the memory. */
export function contextSections(
  organization: string,
  bundle: Bundle | undefined,
  updates: readonly Resource<typeof agentMemoryUpdate>[],
): ShownSection[] {
  if (!bundle) return [];
  const { digest, createdAt, sources, layers = [], text, memory } = bundle.spec;
  return [
    {
      ...{ id: "context", title: "Context" },
      summary: "All that the agent was told. It never changes, also for a retry.",
      facts: knownFacts({
        Bundle: objectLink(organization, agentContextBundle, bundle.metadata.name),
        Digest: digestShown(digest),
        "Put together": timeShown(createdAt),
        "Taken out": `${sources.reduce((sum, one) => sum + one.redactions, 0)} credentials`,
      }),
      table: {
        columns: ["Source", "Kind", "Counts as", "Author", "Digest", "Bytes", "Taken out", "Made visible"],
        rows: sources.map((one, at) => ({
          key: `${at}`,
          cells: [
            one.url === undefined ? one.name : { outside: one.url, text: one.name },
            one.generation === undefined ? one.kind : `${one.kind}, generation ${one.generation}`,
            one.trust,
            one.author ?? null,
            { digest: one.digest },
            one.truncated ? `${one.bytes}, cut off` : one.bytes,
            one.redactions,
            one.hidden ?? 0,
          ],
        })),
        empty: "It has no source.",
      },
    },
    {
      ...{ id: "layers", title: "Prompt layers", folded: true, text },
      table: {
        columns: ["Layer", "Digest", "Bytes"],
        rows: layers.map((one, at) => ({
          key: `${at}`,
          cells: [one.name, { digest: one.digest }, one.bytes],
        })),
        empty: "Its layers are not on record.",
      },
    },
    ...(memory ? [memorySection(organization, memory, updates)] : []),
  ];
}

function memorySection(
  organization: string,
  memory: NonNullable<Bundle["spec"]["memory"]>,
  updates: readonly Resource<typeof agentMemoryUpdate>[],
): ShownSection {
  const { repository, asked, at, commit, query = [], records = [], stale = [] } = memory;
  const search = addressOf(organization, "agents", "memory", "search");
  return {
    ...{ id: "memory", title: "Memory" },
    summary: `Asked for as "${asked}"; that means the commit below, whatever time it is now.`,
    facts: knownFacts({
      Repository: objectLink(organization, agentMemoryRepository, repository),
      "Asked for": asked,
      Moment: timeShown(at),
      Commit: digestShown(commit),
      "Looked up": query.length === 0 ? null : { several: query },
      "Compared with now": {
        link: withQuery(addressOf(organization, "agents", "memory"), { repository, since: commit }),
        text: "What has changed since",
      },
      "Proposed changes":
        updates.length === 0
          ? null
          : {
              several: updates.map((update) => ({
                several: [
                  objectLink(organization, agentMemoryUpdate, update.metadata.name),
                  phaseShown(agentMemoryUpdate, update.status.phase ?? "Proposed"),
                ],
              })),
            },
    }),
    table: {
      columns: ["Record", "Freshness"],
      rows: records.map((path) => ({
        key: path,
        cells: [
          { link: withQuery(search, { repository, at: commit, path }), text: path },
          stale.includes(path) ? "stale: not changed for long" : "fresh",
        ],
      })),
      empty: "No record was found.",
    },
  };
}
