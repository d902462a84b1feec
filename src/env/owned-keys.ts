import type { RegularFile } from "../tree/file-reader.ts";
import { canonicalJson } from "./canonical-json.ts";
import { ownedKeys, type SharedFileName } from "./desired.ts";
import { SharedFile } from "./shared-file.ts";

/** What the owned keys of a shared file should hold, secrets filled in. */
export type OwnedValues = ReadonlyMap<string, unknown>;

/**
 * The text for which two files are the same to us: what their owned keys hold, in any order and layout. A key that
 * holds nothing and one that is not there are the same; one that stands twice is never right.
 */
export function canonicalOwned(name: SharedFileName, file: SharedFile | undefined): string {
  return ownedKeys[name].map((key) => `${key}\n${file ? canonicalMember(file, key) : ""}\n`).join("");
}

/** {@link canonicalOwned} of a file that would hold just these values. */
export function canonicalValues(name: SharedFileName, values: OwnedValues): string {
  return ownedKeys[name].map((key) => `${key}\n${canonicalValue(values.get(key))}\n`).join("");
}

/** A file with the owned keys at these values and everything else as it is; itself where nothing is to change. */
export function withOwnedValues(name: SharedFileName, file: SharedFile, values: OwnedValues): SharedFile {
  return ownedKeys[name].reduce((so, key) => {
    const value = values.get(key);
    if (so.count(key) === 0) return isEmpty(value) ? so : so.with(key, value);
    return canonicalMember(so, key) === canonicalValue(value) ? so : so.with(key, value);
  }, file);
}

/** @throws {IdentikitError} `ENV_FILE_INVALID` */
export function parseShared(file: RegularFile | undefined, path: string): SharedFile | undefined {
  return file && SharedFile.parse(file.bytes, path);
}

function canonicalMember(file: SharedFile, key: string): string {
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
