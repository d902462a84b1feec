import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../fault/thrown.ts";
import type { ManifestStep } from "./plan-manifests.ts";
import { writtenOf } from "./plan-manifests.ts";

/** One field that a step changes. */
export interface FieldChange {
  /** Such as `.spec.writeBack[0].limit`. */
  readonly path: string;
  /** Left out where the field is new. */
  readonly before?: unknown;
  /** Left out where the field goes. */
  readonly after?: unknown;
}

/** What a step changes, field by field; of an object that comes or goes, every field of its own. */
export function fieldChanges(step: ManifestStep): readonly FieldChange[] {
  const before = step.does === "create" ? undefined : writtenOf(step.before);
  const after = step.does === "delete" ? undefined : writtenOf(step.after);
  return difference("", before, after);
}

function difference(path: string, before: unknown, after: unknown): readonly FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [was, is] = [membersOf(before), membersOf(after)];
  // A field that changes its form, such as from a text to a list, is one change.
  const isSplit = (was || before === undefined) && (is || after === undefined) && !isBare(was, is);
  if (!isSplit || Array.isArray(before ?? after) !== Array.isArray(after ?? before)) {
    const wasThere = before === undefined ? {} : { before };
    return [{ path, ...wasThere, ...(after === undefined ? {} : { after }) }];
  }
  const isList = Array.isArray(before ?? after);
  const names = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])];
  return names.flatMap((name) =>
    difference(isList ? `${path}[${name}]` : `${path}.${name}`, was?.[name], is?.[name]),
  );
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (Array.isArray(value)) return Object.fromEntries(value.map((item: unknown, at) => [String(at), item]));
  return isRecord(value) ? value : undefined;
}

/** Whether there is nothing inside that could be told instead of the whole. */
function isBare(was: object | undefined, is: object | undefined): boolean {
  return Object.keys({ ...was, ...is }).length === 0;
}
