import { memoryGraph, reachable } from "../../../agents/memory/memory-graph.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownSection } from "../../page/shown.ts";
import { askForMemory, type MemoryPlace, readMemoryOf } from "./memory-view.ts";

/** The records of the memory and the links between them. */
export interface MemoryGraphModel {
  readonly place: MemoryPlace;
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: string;
    readonly name: string;
    readonly href: string;
  }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly name: string }[];
  readonly kinds: readonly string[];
  readonly action: string;
  /** What was asked for. */
  readonly kind: string;
  readonly from: string;
  readonly sections: readonly ShownSection[];
}

const [mostNodes, steps] = [150, 2];

export async function loadMemoryGraph(ask: PageAsk): Promise<LoadedPage<"memory-graph">> {
  const asked = await askForMemory(ask);
  const { organization, query } = ask;
  const action = addressOf(organization, "agents", "memory", "graph");
  const [kind, from] = [query.get("kind") ?? "", query.get("from") ?? ""];
  const none = { nodes: [], edges: [], kinds: [], action, kind, from, sections: [] };
  const finish = async (): Promise<MemoryGraphModel> => {
    const { place, memory } = await readMemoryOf(asked);
    if (!memory) return { ...none, place };
    const graph = memoryGraph(memory.visible);
    const near = from === "" ? undefined : reachable(graph, [from], steps);
    const shown = graph.nodes.filter(
      (node) => (kind === "" || node.kind === kind) && (near === undefined || near.has(node.path)),
    );
    const there = new Set(shown.map(({ path }) => path));
    const at = place.asked === "now" ? undefined : place.asked;
    return {
      ...{ place, action, kind, from },
      nodes: shown.slice(0, mostNodes).map(({ path, title, kind: is = "record" }) => ({
        ...{ id: path, kind: is, name: title },
        href: withQuery(action, { from: path, at }),
      })),
      edges: graph.edges
        .filter((edge) => there.has(edge.from) && there.has(edge.to))
        .map((edge) => ({ from: edge.from, to: edge.to, name: edge.form })),
      kinds: Object.keys(memory.health.kinds).filter((one) => one !== ""),
      sections: [
        {
          ...{ id: "records", title: "Records" },
          table: {
            columns: ["Record", "Kind", "Links to", "Linked from", "Source file"],
            rows: shown.slice(0, mostNodes).map(({ path, title, kind: is }) => ({
              key: path,
              cells: [
                { link: withQuery(action, { from: path, at }), text: title },
                is ?? null,
                graph.edges.filter((edge) => edge.from === path).length,
                graph.edges.filter((edge) => edge.to === path).length,
                {
                  link: withQuery(addressOf(organization, "agents", "memory", "search"), { path, at }),
                  text: path,
                },
              ],
            })),
            empty: "There is no such record, or none that you may see.",
          },
        },
      ],
    };
  };
  const place: MemoryPlace = { repositories: asked.repositories, asked: "now", withheld: 0, tabs: [] };
  return { model: { ...none, place }, finish };
}
