import { canonicalJson } from "../document/canonical-json.ts";
import type { Finding } from "../fault/finding.ts";
import { fieldsOf } from "../fault/thrown.ts";
import { type SharedFileName, sharedFiles } from "./clients/shared-files.ts";
import type { DesiredKeys } from "./desired.ts";
import { ownedKeys } from "./owned-keys.ts";
import type { SharedText } from "./shared-text.ts";

type Entry = Pick<Finding, "path" | "expected" | "actual">;

const placeholder = /\$\{SECRET:[^}]*\}/;

/**
 * Names the entries of the owned keys that are missing, extra or changed, without a value of any. A placeholder stands
 * for whatever is in its place, so that a secret of another value is not among them.
 * @param written the single keys that an earlier render wrote
 */
export function differingEntries(
  name: SharedFileName,
  file: SharedText | undefined,
  { wanted, written }: { readonly wanted: DesiredKeys; readonly written: readonly string[] },
): Entry[] {
  const { values } = wanted;
  return ownedKeys(name, wanted.singles, written).flatMap((key): Entry[] => {
    if ((file?.count(key) ?? 0) > 1) {
      return [{ path: `${name} ${key}`, expected: "once", actual: "more than once" }];
    }
    if (!sharedFiles[name].wholeKeys.includes(key))
      return differingSingle(`${name} ${key}`, values, key, file);
    const want = fieldsOf(values.get(key));
    const have = file?.value(key) ?? {};
    if (!isObject(have)) return [{ path: `${name} ${key}`, expected: "an object", actual: "another type" }];
    const names = [...new Set([...Object.keys(want), ...Object.keys(have)])].sort();
    return names.flatMap((each): Entry[] => {
      const path = `${name} ${key}.${each}`;
      if (!Object.hasOwn(have, each)) return [{ path, expected: "as configured", actual: null }];
      if (!Object.hasOwn(want, each)) return [{ path, expected: null, actual: "an entry" }];
      return fits(want[each], have[each])
        ? []
        : [{ path, expected: "as configured", actual: "another value" }];
    });
  });
}

/** A key that is ours and whose neighbours are not. */
function differingSingle(
  path: string,
  values: DesiredKeys["values"],
  key: string,
  file: SharedText | undefined,
): Entry[] {
  const isThere = (file?.count(key) ?? 0) > 0;
  if (!values.has(key)) return isThere ? [{ path, expected: null, actual: "an entry" }] : [];
  if (!isThere) return [{ path, expected: "as configured", actual: null }];
  const fitting = fits(values.get(key), file?.value(key));
  return fitting ? [] : [{ path, expected: "as configured", actual: "another value" }];
}

function fits(want: unknown, have: unknown): boolean {
  if (typeof want === "string" && typeof have === "string") return fitsText(want, have);
  if (Array.isArray(want) && Array.isArray(have)) {
    return want.length === have.length && want.every((item, index) => fits(item, have[index]));
  }
  if (!isObject(want) || !isObject(have)) return canonicalJson(want) === canonicalJson(have);
  const names = Object.keys(want);
  return (
    names.length === Object.keys(have).length &&
    names.every((each) => Object.hasOwn(have, each) && fits(want[each], have[each]))
  );
}

/** Whether the pieces between the placeholders stand in the text, the first at its start and the last at its end. */
function fitsText(want: string, have: string): boolean {
  const pieces = want.split(placeholder);
  if (pieces.length === 1) return want === have;
  const [first = "", last = ""] = [pieces[0], pieces.at(-1)];
  if (have.length < first.length + last.length || !have.startsWith(first) || !have.endsWith(last))
    return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = have.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= have.length - last.length;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
