import { rmSync } from "node:fs";
import { z } from "zod";
import { checkDocument } from "../document/check.ts";
import { parseJson } from "../document/json.ts";
import { decodeText } from "../document/text.ts";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { type Digest, isDigest } from "../tree/digest.ts";
import { readFileIn } from "../tree/file-reader.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { unsafeReason } from "../tree/path.ts";
import { temporaryNameFor } from "../tree/temporary-name.ts";

const schema = z.strictObject({
  version: z.literal(1),
  template: z.string(),
  source: z.string(),
  commit: z.string().nullable(),
  treeDigest: z.string().refine(isDigest, "must be sha256:…"),
  complete: z.boolean(),
  files: z.array(z.string().refine((path) => unsafeReason(path) === undefined, "must be a safe path")),
});

/** What was delivered to a place: which files are ours there, so that the next delivery may remove them. */
export interface DeliveryLedger {
  readonly template: string;
  /** Where the template came from, without credentials. */
  readonly source: string;
  readonly commit: string | null;
  readonly treeDigest: Digest;
  /** False from before the first write until after the last: a run that was killed leaves it false. */
  readonly complete: boolean;
  /** Every path that we wrote, or were about to write. */
  readonly files: readonly string[];
}

const maxBytes = 8 * 1024 * 1024;

/**
 * The ledger of a place; `undefined` where nothing was delivered yet.
 * @throws {IdentikitError} `DOCUMENT_INVALID` for one that was tampered with; `PATH_LINKED`, `ENTRY_TYPE`
 */
export function readLedger(directory: AnchoredDirectory, name: string): DeliveryLedger | undefined {
  const file = readFileIn(directory, name, maxBytes);
  if (!file) return undefined;
  const path = `${directory.path}/${name}`;
  return checkDocument(parseJson(decodeText(file.bytes, path), path), schema, "DOCUMENT_INVALID");
}

/** Writes the ledger, first under the one temporary name that {@link clearLedgerLeftover} knows. */
export function writeLedger(directory: AnchoredDirectory, name: string, ledger: DeliveryLedger): void {
  clearLedgerLeftover(directory, name);
  const text = `${JSON.stringify({ version: 1, ...ledger }, undefined, 1)}\n`;
  writeFileIn(directory, name, Buffer.from(text), { temporary: temporaryNameFor(name) });
}

/** Removes what a run that was killed while it wrote this ledger left. The caller holds the lock of the place. */
export function clearLedgerLeftover(directory: AnchoredDirectory, name: string): void {
  rmSync(directory.locate(temporaryNameFor(name)), { force: true });
}

/** The ledger to write before the first change: whatever happens then, every file that may be ours is in it. */
export function ledgerBefore(before: DeliveryLedger | undefined, next: DeliveryLedger): DeliveryLedger {
  return { ...next, complete: false, files: [...new Set([...(before?.files ?? []), ...next.files])].sort() };
}

/** The paths of a tree as a ledger has them. */
export function ledgerFiles(tree: FileTree): string[] {
  return [...tree].map((file) => file.path);
}
