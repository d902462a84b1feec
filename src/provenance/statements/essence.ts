import { canonicalJson } from "../../document/canonical-json.ts";
import { predicateTypes } from "./predicate-types.ts";
import type { Predicate } from "./statement.ts";

/** What the statements of ours say of the moment and not of the image: the commit that has the same identity, the run, the release. */
const ofTheMoment = new Set(["commit", "gitCommit", "uri", "id", "metadata", "version"]);
const ours = new Set<string>([predicateTypes.provenance, predicateTypes.identity]);

/**
 * What of a statement makes it another one. An image does not change with the commit of its template or the run of its build, so
 * what was first said of both still holds, and is not said again with each commit: the statements beside an image would grow
 * for ever.
 */
export function essenceOf({ predicateType, predicate }: Predicate): string {
  if (!ours.has(predicateType)) return canonicalJson([predicateType, predicate]);
  const kept = JSON.stringify(predicate, (key, value) => (ofTheMoment.has(key) ? undefined : value));
  return canonicalJson([predicateType, JSON.parse(kept)]);
}
