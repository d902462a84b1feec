import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isSeq, parseDocument } from "yaml";
import { manifestYaml } from "../../agents/crds/manifest-stream.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { apiVersion } from "../../agents/resource/resource.ts";
import { examineYaml } from "../../document/yaml.ts";
import { isRecord } from "../../fault/thrown.ts";
import type { FieldReason } from "../calls/server-fault.ts";
import type { FieldWish } from "../form/read-fields.ts";

/** A draft's text as the object that it stands for, or what keeps it from being one. */
export type DraftReading =
  | { readonly object: Record<string, unknown> }
  | { readonly reasons: readonly FieldReason[] };

/** Reads a draft: one YAML document of plain data, with no aliases, no key twice. */
export function readDraft(text: string): DraftReading {
  const { document, problems } = examineYaml(text, "the draft");
  if (problems.length > 0 || !document)
    return {
      reasons: problems.slice(0, 20).map(({ line, column, problem, remedy }) => ({
        field: "",
        message: `line ${line}, column ${column}: ${problem}. ${remedy}`,
      })),
    };
  const { value } = document;
  if (isRecord(value) && !Array.isArray(value)) return { object: value };
  return {
    reasons: [{ field: "", message: "This is not an object. Write apiVersion, kind, metadata and spec." }],
  };
}

/** What the draft of a new object begins with. */
export function newDraft({ kind }: Kind, namespace: string): string {
  return manifestYaml({ apiVersion, kind, metadata: { name: "", namespace }, spec: {} });
}

/**
 * A text with what a form says in it. What the form does not change stays as it is written, with its comments.
 * @param text one that {@link readDraft} reads
 */
export function withWishes(text: string, wishes: readonly FieldWish[]): string {
  const document = parseDocument(text);
  let isChanged = false;
  for (const { path, value: wished, isUnordered } of wishes) {
    const there = valueAt(document, path);
    const value = isUnordered ? inOrderOf(there, wished) : wished;
    if (isDeepStrictEqual(there, value)) continue;
    isChanged = true;
    if (value === undefined) removeAt(document, path);
    else setAt(document, path, value);
  }
  return isChanged ? document.toString({ lineWidth: 0 }) : text;
}

/** A list in the order of another one, what is new behind it. */
function inOrderOf(there: unknown, wished: unknown): unknown {
  if (!Array.isArray(there) || !Array.isArray(wished)) return wished;
  const kept = there.filter((entry) => wished.includes(entry));
  return [...kept, ...wished.filter((entry) => !kept.includes(entry))];
}

function valueAt(document: Document, path: readonly string[]): unknown {
  const node = document.getIn(path);
  const json: unknown = isMap(node) || isSeq(node) ? node.toJSON() : node;
  return json ?? undefined;
}

function setAt(document: Document, path: readonly string[], value: unknown): void {
  for (let length = 1; length < path.length; length++) {
    const part = path.slice(0, length);
    // Anything else that stands there would be nothing to put a field into.
    if (!isMap(document.getIn(part))) document.setIn(part, document.createNode({}));
    const map = document.getIn(part);
    if (isMap(map)) map.flow = false;
  }
  // A scalar takes a plain value in place, and keeps the comment behind it.
  if (typeof value !== "object") return void document.setIn(path, value);
  const before = document.getIn(path);
  const next = document.createNode(value);
  if (isSeq(before) && isSeq(next)) {
    // Entries that stay keep their comments.
    next.items = next.items.map((item) => {
      const same = before.items.find((one) => isDeepStrictEqual(asJson(one), asJson(item)));
      return same ?? item;
    });
    next.commentBefore = before.commentBefore ?? null;
    next.comment = before.comment ?? null;
  }
  document.setIn(path, next);
}

function asJson(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node ?? null));
}

/** Removes a field, and what it was alone in. */
function removeAt(document: Document, path: readonly string[]): void {
  document.deleteIn(path);
  const parent = path.slice(0, -1);
  const map = document.getIn(parent);
  if (parent.length > 1 && isMap(map) && map.items.length === 0) document.deleteIn(parent);
}
