import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import type { Draft } from "./draft.ts";
import { nodeKinds, type TraceNode } from "./trace-graph.ts";

/**
 * The thing that a word stands for: by its name, its path, its digest or its id.
 * @throws {IdentikitError} `TRACE_UNKNOWN` with the nearest name where it stands for nothing, `TRACE_AMBIGUOUS` with the ids where it
 * stands for several things
 */
export function findNode(draft: Draft, word: string, others: readonly string[] = []): TraceNode {
  const found = [...new Set([word, ...others].flatMap((each) => draft.named(each)))];
  const [only, other] = found.sort(byKind);
  if (!only) throw unknown(draft, word);
  if (!other) return only;
  throw new IdentikitError(
    "TRACE_AMBIGUOUS",
    `${JSON.stringify(word)} stands for ${found.map(({ id }) => id).join(" and ")}`,
    { remedy: `Say which one is meant, such as ${only.id}.` },
  );
}

/** Things in the order in which an identity travels. */
export function byKind(one: TraceNode, other: TraceNode): number {
  const difference = nodeKinds.indexOf(one.kind) - nodeKinds.indexOf(other.kind);
  if (difference !== 0) return difference;
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

function unknown(draft: Draft, word: string): IdentikitError {
  const names = draft.nodes
    .filter(({ kind }) => ["template", "agent", "stack"].includes(kind))
    .sort(byKind)
    .map(({ id }) => id);
  const listed = names.slice(0, 20).join(", ") + (names.length > 20 ? ", …" : "");
  return new IdentikitError(
    "TRACE_UNKNOWN",
    `nothing here is called ${JSON.stringify(word)}${suggestion(word, draft.words)}`,
    {
      remedy: `Name a template, TEMPLATE@COMMIT, an image that is configured or given with --image, an agent, an env directory or a run.${
        names.length > 0 ? ` There are: ${listed}.` : ""
      }`,
    },
  );
}
