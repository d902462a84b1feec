import type { RowChange } from "../../config/rows/row-change.ts";
import { isRecord } from "../../fault/thrown.ts";
import { shortened } from "../../fault/visible.ts";
import { textDifference } from "../../tree/text-difference.ts";

/** Lines of one row's difference, at most. */
const mostLines = 60;
const valueLength = 160;

/** What a changed row was and is, in lines: value by value, texts as a diff. It is made of what nothing secret is in. */
export function rowDifference({ before, after }: RowChange): string[] {
  const columns = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const lines = columns.flatMap((column) => {
    const [was, is] = [before?.[column], after?.[column]];
    // That a row is switched on goes without saying.
    if (column === "enabled" && was !== false && is !== false) return [];
    return difference(column === "value" ? "" : column, was, is);
  });
  if (lines.length === 0 && before && after) return ["(only a part that is not shown)"];
  const more = lines.length - mostLines;
  return more > 0 ? [...lines.slice(0, mostLines), `(and ${more} more lines)`] : lines;
}

function difference(path: string, before: unknown, after: unknown): string[] {
  const [was, is] = [byName(before), byName(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const label = path === "" ? "" : `${path}: `;
  if (isText(was, is)) {
    const lines = textDifference(String(was ?? ""), String(is ?? ""));
    return [...(path === "" ? [] : [`${path}:`]), ...lines];
  }
  if (isRecord(was) || isRecord(is)) {
    const [a, b] = [isRecord(was) ? was : {}, isRecord(is) ? is : {}];
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((key) => difference(path === "" ? key : `${path}.${key}`, a[key], b[key]));
  }
  return [`${label}${shown(was)} -> ${shown(is)}`];
}

/** A skill's files by their paths; any other list as it is. */
function byName(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return value;
  const named = value.every((item) => isRecord(item) && typeof item.path === "string");
  if (!named) return value;
  return Object.fromEntries(value.map(({ path, text, ...rest }) => [path, text ?? rest]));
}

function isText(before: unknown, after: unknown): boolean {
  const texts = [before, after].filter((value) => value !== undefined && value !== null);
  if (texts.length === 0 || !texts.every((value) => typeof value === "string")) return false;
  return texts.some((text) => text.includes("\n"));
}

function shown(value: unknown): string {
  return value === undefined ? "(nothing)" : shortened(JSON.stringify(value), valueLength);
}
