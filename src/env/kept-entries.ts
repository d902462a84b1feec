import { rmSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../document/canonical-json.ts";
import type { Finding } from "../fault/finding.ts";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { type SharedFileName, sharedFiles } from "./clients/shared-files.ts";
import type { Ledger } from "./ledger.ts";
import type { OwnedValues } from "./owned-keys.ts";
import type { SharedText } from "./shared-text.ts";

/** An entry under an owned key that no render wrote and that this one takes away. */
export interface ForeignEntry {
  readonly file: SharedFileName;
  readonly key: string;
  /** The member of the key; left out where the key itself is ours. */
  readonly name?: string;
  readonly value: unknown;
}

/** What a render puts into a shared file, in place of what was read of it. */
export interface Replacing {
  readonly name: SharedFileName;
  readonly file: SharedText | undefined;
  readonly values: OwnedValues;
}

/**
 * The entries of owned keys that somebody else put there and that a render removes or replaces. What a ledger names was
 * ours, whatever became of it.
 */
export function foreignEntries(replacing: readonly Replacing[], ledgers: readonly Ledger[]): ForeignEntry[] {
  return replacing.flatMap(({ name: file, file: read, values }) => {
    const records = ledgers.flatMap(({ shared }) => shared[file] ?? []);
    const ours = new Set(records.flatMap(({ names = [], keys = [] }) => [...names, ...keys]));
    const { wholeKeys } = sharedFiles[file];
    const members = wholeKeys.flatMap((key) =>
      membersOf(read?.value(key)).flatMap(([name, value]): ForeignEntry[] => {
        const next = membersOf(values.get(key)).find(([each]) => each === name);
        const stays = next !== undefined && canonicalJson(next[1]) === canonicalJson(value);
        return stays || ours.has(entryName(key, name)) ? [] : [{ file, key, name, value }];
      }),
    );
    const singles = [...values].flatMap(([key, next]): ForeignEntry[] => {
      const value = wholeKeys.includes(key) ? undefined : read?.value(key);
      if (value === undefined || ours.has(key) || canonicalJson(value) === canonicalJson(next)) return [];
      return [{ file, key, value }];
    });
    return [...members, ...singles];
  });
}

/** The entries that a render writes, as a ledger names them. */
export function entryNames(file: SharedFileName, values: OwnedValues): string[] {
  return sharedFiles[file].wholeKeys.flatMap((key) =>
    membersOf(values.get(key)).map(([name]) => entryName(key, name)),
  );
}

/**
 * Puts what a render takes away beside the ledgers, mode 0600, until the next render.
 * @throws {IdentikitError} `FILE_UNWRITABLE`
 */
export function keepEntries(place: AnchoredDirectory, agent: string, entries: readonly ForeignEntry[]): void {
  const text = `${JSON.stringify({ agent, entries }, undefined, 2)}\n`;
  writeFileIn(place, keptName(agent), Buffer.from(text), { mode: 0o600 });
}

/** Removes what an earlier render kept. */
export function dropKept(place: AnchoredDirectory, agent: string): void {
  rmSync(place.locate(keptName(agent)), { force: true });
}

/** A warning for each entry that was taken away; it names the entry, never its value. */
export function keptFindings(
  place: AnchoredDirectory,
  agent: string,
  entries: readonly ForeignEntry[],
): Finding[] {
  const where = join(place.path, keptName(agent));
  return entries.map(({ file, key, name }) => ({
    code: "ENTRY_TAKEN_AWAY",
    severity: "warning",
    path: `${file} ${entryName(key, name)}`,
    expected: null,
    actual: "an entry that no render wrote",
    done: "removed",
    remedy: `Only the renderer writes ${key}. The entry is in ${where} until the next render; add it to the config to have it back.`,
    subject: agent,
  }));
}

/** The file beside an agent's ledger. */
export function keptName(agent: string): string {
  return `${agent}.kept`;
}

function entryName(key: string, name: string | undefined): string {
  return name === undefined ? key : `${key}.${name}`;
}

function membersOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
