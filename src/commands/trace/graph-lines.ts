import { relative } from "node:path";
import type { TraceGraph, TraceNode } from "../../trace/graph/trace-graph.ts";
import { shortDigest } from "../accounts/wording.ts";

const marks = { holds: "holds", broken: "BROKEN", unverified: "not verified" } as const;

/** A graph for people: each thing once, with the links that lead on from it. */
export function graphLines({ nodes, links }: TraceGraph, cwd: string): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const shown = (id: string) => nameOf(byId.get(id), cwd);
  const outgoing = Map.groupBy(links, ({ from }) => from);
  return nodes.flatMap(({ id }) => {
    const own = outgoing.get(id) ?? [];
    const isEnd = own.length === 0 && links.length > 0;
    if (isEnd) return [];
    return [
      shown(id),
      ...own.flatMap(({ says, to, verdict, code, detail, verifiedBy }) => [
        `  ${marks[verdict].padEnd(12)}  ${says} ${shown(to)}`,
        ...(verdict === "holds" ? [] : [`${" ".repeat(16)}${code}: ${detail} (${verifiedBy})`]),
      ]),
    ];
  });
}

function nameOf(node: TraceNode | undefined, cwd: string): string {
  if (!node) return "";
  const { kind, name } = node;
  if (kind === "env" || kind === "directory") {
    const near = relative(cwd, name);
    return `${kind} ${near.startsWith("..") ? name : near}`;
  }
  if (kind === "commit") return `${kind} ${name.replace(/@((?:sha256:)?[0-9a-f]{12})[0-9a-f]+$/, "@$1")}`;
  const { platform } = node.facts;
  const short = /^sha256:[0-9a-f]{64}$/.test(name) ? shortDigest(name) : name;
  return `${kind} ${short}${kind === "image" && platform !== undefined ? ` (${platform})` : ""}`;
}
