import { canonicalJson } from "../../../document/canonical-json.ts";
import { digestOf } from "../../../tree/digest.ts";
import type { BasisFact } from "./reason.ts";

/** The digest of plain data; members that are undefined count as not there. */
export function contentDigest(value: unknown): BasisFact["digest"] {
  return digestOf(canonicalJson(value));
}

/** Something that an answer rests on. */
export function basisFact(fact: string, value: unknown): BasisFact {
  return { fact: fact.slice(0, 600), digest: contentDigest(value) };
}

/** A declared object as far as it counts: what people call it, and how many runs it takes at a time, changes no answer. */
export function objectFact(plural: string, object: { metadata: { name: string }; spec: object }): BasisFact {
  const { title: _, capacity: __, ...counted }: { title?: unknown; capacity?: unknown } = object.spec;
  return basisFact(`${plural}/${object.metadata.name}`, counted);
}

/** Facts in the order of their names, each once. */
export function sortedBasis(facts: readonly BasisFact[]): BasisFact[] {
  const unique = new Map(facts.map((one) => [one.fact, one]));
  return [...unique.values()].sort((a, b) => (a.fact < b.fact ? -1 : 1));
}
