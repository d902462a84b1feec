import { canonicalJson } from "../document/canonical-json.ts";
import type { RegularFile } from "../tree/file-reader.ts";
import { type SharedFileName, sharedFiles } from "./clients/shared-files.ts";
import type { SharedText } from "./shared-text.ts";

/** What the owned keys of a shared file should hold, secrets filled in. */
export type OwnedValues = ReadonlyMap<string, unknown>;

/** The keys of a shared file that are ours: its whole keys, and of the others those that are named. */
export function ownedKeys(name: SharedFileName, ...singles: readonly (readonly string[])[]): string[] {
  return [...sharedFiles[name].wholeKeys, ...[...new Set(singles.flat())].sort()];
}

/**
 * The text for which two files are the same to us: what their owned keys hold, in any order and layout. A key that
 * holds nothing and one that is not there are the same; one that stands twice is never right.
 */
export function canonicalOwned(keys: readonly string[], file: SharedText | undefined): string {
  return keys.map((key) => `${key}\n${file ? canonicalMember(file, key) : ""}\n`).join("");
}

/** {@link canonicalOwned} of a file that would hold just these values. */
export function canonicalValues(keys: readonly string[], values: OwnedValues): string {
  return keys.map((key) => `${key}\n${canonicalValue(values.get(key))}\n`).join("");
}

/** A file with the owned keys at these values and everything else as it is; itself where nothing is to change. */
export function withOwnedValues(keys: readonly string[], file: SharedText, values: OwnedValues): SharedText {
  return keys.reduce((so, key) => {
    const value = values.get(key);
    if (so.count(key) === 0) return isEmpty(value) ? so : so.with(key, value);
    return canonicalMember(so, key) === canonicalValue(value) ? so : so.with(key, value);
  }, file);
}

/** @throws {IdentikitError} `ENV_FILE_INVALID` */
export function parseShared(
  name: SharedFileName,
  file: RegularFile | undefined,
  path: string,
): SharedText | undefined {
  return file && sharedFiles[name].parse(file.bytes, path);
}

function canonicalMember(file: SharedText, key: string): string {
  const count = file.count(key);
  return count > 1 ? `stands ${count} times` : canonicalValue(file.value(key));
}

function canonicalValue(value: unknown): string {
  const text = value === undefined ? "" : canonicalJson(value);
  return text === "{}" ? "" : text;
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0)
  );
}
