/** A thing in a graph. */
export interface GraphNode {
  readonly id: string;
  readonly name: string;
  /** What it is, above its name. */
  readonly kind: string;
  readonly href?: string | undefined;
  /** A word for its status, such as `drifted`. */
  readonly status?: string | undefined;
}

/** Something that leads from one thing to another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly name?: string | undefined;
}

/** A thing with the column and the row that it is drawn in. */
export interface PlacedNode extends GraphNode {
  readonly column: number;
  readonly row: number;
}

/**
 * Columns by the longest way that leads to a thing, rows by where the things come from (one pass of medians): enough for graphs of some
 * hundred things. An edge that closes a circle is drawn back, and counts for no column.
 */
export function graphLayout(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): readonly PlacedNode[] {
  const known = new Set(nodes.map(({ id }) => id));
  const forward = withoutCircles(
    nodes,
    edges.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to),
  );
  const columns = columnsOf(nodes, forward);
  const byColumn = Map.groupBy(nodes, ({ id }) => columns.get(id) ?? 0);
  const sources = Map.groupBy(forward, ({ to }) => to);
  const rows = new Map<string, number>();
  const median = (id: string) => medianOf((sources.get(id) ?? []).map(({ from }) => rows.get(from) ?? 0));
  return [...byColumn]
    .sort(([a], [b]) => a - b)
    .flatMap(([column, here]) => {
      const sorted = here.map((node) => ({ node, at: median(node.id) })).sort((a, b) => a.at - b.at);
      return sorted.map(({ node }, row): PlacedNode => {
        rows.set(node.id, row);
        return { ...node, column, row };
      });
    });
}

function columnsOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Map<string, number> {
  const columns = new Map(nodes.map(({ id }) => [id, 0]));
  // At most as many rounds as there are things, because no circle is left.
  for (let round = 0, changed = true; changed && round <= nodes.length; round++) {
    changed = false;
    for (const { from, to } of edges) {
      const least = (columns.get(from) ?? 0) + 1;
      if ((columns.get(to) ?? 0) < least) {
        columns.set(to, least);
        changed = true;
      }
    }
  }
  return columns;
}

/** The edges that a walk from every thing meets before it is back at one that it is under way from. */
function withoutCircles(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const from = Map.groupBy(edges, (edge) => edge.from);
  const done = new Set<string>();
  const kept: GraphEdge[] = [];
  for (const { id } of nodes) {
    const way: { id: string; rest: GraphEdge[] }[] = [];
    const underWay = new Set<string>();
    const enter = (next: string) => {
      way.push({ id: next, rest: [...(from.get(next) ?? [])] });
      underWay.add(next);
    };
    if (!done.has(id)) enter(id);
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      const edge = step.rest.shift();
      if (edge === undefined) {
        done.add(step.id);
        underWay.delete(step.id);
        way.pop();
      } else if (!underWay.has(edge.to)) {
        kept.push(edge);
        if (!done.has(edge.to)) enter(edge.to);
      }
    }
  }
  return kept;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
