import type { Finding } from "../../fault/finding.ts";
import { claimsAround } from "./around.ts";
import type { Draft } from "./draft.ts";
import { byKind } from "./find-node.ts";
import type { TraceGraph, TraceNode } from "./trace-graph.ts";
import { verifyClaims } from "./verify-claims.ts";

/** A graph whose links were verified, and what was found wrong. */
export interface DrawnGraph {
  readonly graph: TraceGraph;
  /** For each link that does not hold or is not known, what the check of it said. */
  readonly findings: readonly Finding[];
}

/**
 * Verifies everything that hangs together with one thing, and nothing else.
 * @throws what `signal` was aborted with
 */
export async function drawGraph(draft: Draft, start: TraceNode, signal: AbortSignal): Promise<DrawnGraph> {
  const looked = await verifyClaims(claimsAround(draft.claims, start.id), signal);
  const links = looked.map(({ link }) => link);
  const ids = new Set([start.id, ...links.flatMap(({ from, to }) => [from, to])]);
  const nodes = draft.nodes.filter(({ id }) => ids.has(id)).sort(byKind);
  const order = new Map(nodes.map(({ id }, at) => [id, at]));
  const placeOf = (id: string) => order.get(id) ?? nodes.length;
  return {
    graph: {
      version: 1,
      subject: start.id,
      nodes,
      links: links.toSorted(
        (one, other) => placeOf(one.from) - placeOf(other.from) || placeOf(one.to) - placeOf(other.to),
      ),
      notLookedAt: draft.notLookedAt,
    },
    findings: looked.flatMap(({ findings }) => findings),
  };
}
