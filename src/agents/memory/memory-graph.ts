import type { VisibleMemory } from "./memory-access.ts";
import { LinkEnds } from "./memory-link.ts";
import type { MemoryRecord } from "./memory-record.ts";

export interface MemoryEdge {
  readonly from: string;
  readonly to: string;
  readonly form: MemoryRecord["links"][number]["form"];
}

export interface BrokenLink {
  readonly from: string;
  readonly target: string;
  readonly problem: string;
}

export interface MemoryGraph {
  readonly nodes: readonly { readonly path: string; readonly title: string; readonly kind?: string }[];
  readonly edges: readonly MemoryEdge[];
  readonly broken: readonly BrokenLink[];
  readonly withheld: number;
}

/**
 * The records that a viewer may see, and the links between them. A link to a record that they may not see leads nowhere for them, like one
 * to a record that does not exist.
 */
export function memoryGraph({ records, withheld }: VisibleMemory): MemoryGraph {
  const ends = new LinkEnds(records);
  const edges = new Map<string, MemoryEdge>();
  const broken: BrokenLink[] = [];
  for (const { path: from, links } of records) {
    for (const link of links) {
      const end = ends.of(link, from);
      if ("broken" in end) broken.push({ from, target: link.target, problem: end.broken });
      else if (end.path !== from)
        edges.set(JSON.stringify([from, end.path]), { from, to: end.path, form: link.form });
    }
  }
  const nodes = records.map(({ path, title, kind }) => ({
    path,
    title,
    ...(kind === undefined ? {} : { kind }),
  }));
  return { nodes, edges: [...edges.values()], broken, withheld };
}

/** The records that can be reached from some, along links in both directions, with how many steps it takes. */
export function reachable(
  { edges }: MemoryGraph,
  from: readonly string[],
  steps: number,
): ReadonlyMap<string, number> {
  const next = new Map<string, string[]>();
  for (const { from: one, to: other } of edges) {
    next.set(one, [...(next.get(one) ?? []), other]);
    next.set(other, [...(next.get(other) ?? []), one]);
  }
  const found = new Map(from.map((path) => [path, 0]));
  let border = from;
  for (let step = 1; step <= steps && border.length > 0; step++) {
    border = [...new Set(border.flatMap((path) => next.get(path) ?? []))].filter((path) => !found.has(path));
    for (const path of border) found.set(path, step);
  }
  return found;
}
