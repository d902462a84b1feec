import type { CodeOfFinding } from "../../fault/finding.ts";

/** What a node of a trace can be, from where an identity is written to where it is used. */
export const nodeKinds = [
  "template",
  "lock",
  "commit",
  "tree",
  "identity",
  "directory",
  "rows",
  "agent",
  "env",
  "container",
  "image",
  "statement",
  "tag",
  "stack",
  "attempt",
  "run",
  "artifact",
  "written",
] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** One thing that holds, names or uses an identity. */
export interface TraceNode {
  /** Stable, `KIND:NAME`: the same thing has the same id in every trace. */
  readonly id: string;
  readonly kind: NodeKind;
  /** What people call it. */
  readonly name: string;
  /** What else is known of it, by label; nothing secret. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What a look at a link came to: `broken` is a proof, `unverified` that there is none. */
export type LinkVerdict = "holds" | "broken" | "unverified";

/** That one thing was derived from another, as it was verified in this run. */
export interface TraceLink {
  /** Stable: both ends. */
  readonly id: string;
  /** The id of what it was derived from. */
  readonly from: string;
  /** The id of the copy, or of what uses it. */
  readonly to: string;
  /** What the link says, between its ends: `pinned by`, `baked into`. */
  readonly says: string;
  /** What claims that it is so: a file, a label, a record. */
  readonly restsOn: string;
  /** How that was looked at now. */
  readonly verifiedBy: string;
  readonly verdict: LinkVerdict;
  /** What was found first; left out where it holds. */
  readonly code?: CodeOfFinding;
  /** What holds, what differs, or why nothing is known. */
  readonly detail: string;
}

/** Everything that hangs together with one thing: plain JSON, for pages and programs. */
export interface TraceGraph {
  readonly version: 1;
  /** The id of the node that was asked about. */
  readonly subject: string;
  /** In the order in which an identity travels, then by id. */
  readonly nodes: readonly TraceNode[];
  readonly links: readonly TraceLink[];
  /** What could also hold a copy and was not looked at, a sentence each. */
  readonly notLookedAt: readonly string[];
}
