import type { CodeOfFinding, Finding } from "../../fault/finding.ts";
import type { LinkVerdict, NodeKind, TraceLink, TraceNode } from "./trace-graph.ts";

/** What a look at a link came to. */
export interface Verified {
  readonly verdict: LinkVerdict;
  readonly detail: string;
  /** Where it does not hold, or is not known. */
  readonly code?: CodeOfFinding;
  /** What to do about it. */
  readonly remedy?: string;
  /** What a check found in full, where one was asked. */
  readonly findings?: readonly Finding[];
}

/** A link that somebody or something claims, before it is verified. */
export interface LinkClaim extends Pick<TraceLink, "from" | "to" | "says" | "restsOn" | "verifiedBy"> {
  /**
   * True where the copy is known to be of an earlier state of its source: who asks where it comes from is shown the link, and who asks
   * for the copies of the source is not.
   */
  readonly isPast?: boolean;
  /** Looks at it now. Errors become `unverified`, with their code. */
  verify(): Verified | Promise<Verified>;
}

/** A node with the other words by which a person may ask for it. */
interface Named {
  readonly node: TraceNode;
  readonly names: Set<string>;
}

/** Kinds whose things are called as what they belong to; a name alone means the latter. */
const sharesName: ReadonlySet<NodeKind> = new Set(["lock", "rows", "container"]);

/** The things and the claims between them, as they are collected: nothing in here reads or verifies. */
export class Draft {
  readonly #nodes = new Map<string, Named>();
  readonly #claims = new Map<string, LinkClaim>();
  readonly #notLookedAt = new Set<string>();

  /** Adds a thing, once; facts and names that are told later are added. Gives its id. */
  node(
    kind: NodeKind,
    name: string,
    facts: Readonly<Record<string, string | undefined>> = {},
    names: readonly string[] = [],
  ): string {
    const id = `${kind}:${name}`;
    const known = this.#nodes.get(id);
    const given = Object.entries(facts).flatMap(([label, value]) =>
      value === undefined ? [] : [[label, value] as const],
    );
    const all = { ...known?.node.facts, ...Object.fromEntries(given) };
    const own = sharesName.has(kind) ? [] : [name];
    const words = new Set([...(known?.names ?? []), id, ...own, ...names]);
    this.#nodes.set(id, { node: { id, kind, name, facts: all }, names: words });
    return id;
  }

  /** Adds a claim; of two about the same ends the first counts. */
  claim(claim: LinkClaim): void {
    const id = linkId(claim);
    if (!this.#claims.has(id)) this.#claims.set(id, claim);
  }

  /** Notes what could hold a copy too and was not looked at. */
  passedOver(sentence: string): void {
    this.#notLookedAt.add(sentence);
  }

  get nodes(): readonly TraceNode[] {
    return [...this.#nodes.values()].map(({ node }) => node);
  }

  get claims(): readonly LinkClaim[] {
    return [...this.#claims.values()];
  }

  get notLookedAt(): readonly string[] {
    return [...this.#notLookedAt];
  }

  /** The things that a word stands for. */
  named(word: string): readonly TraceNode[] {
    return [...this.#nodes.values()].flatMap(({ node, names }) => (names.has(word) ? [node] : []));
  }

  /** Every word that stands for something. */
  get words(): ReadonlySet<string> {
    return new Set([...this.#nodes.values()].flatMap(({ names }) => [...names]));
  }
}

/** The stable id of a link. */
export function linkId({ from, to }: Pick<LinkClaim, "from" | "to">): string {
  return `${from} -> ${to}`;
}
