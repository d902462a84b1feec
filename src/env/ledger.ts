import { rmSync } from "node:fs";
import { z } from "zod";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import type { DirectoryView } from "../tree/directory-view.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { StagedFile } from "../tree/staged-file.ts";
import { temporaryNameFor } from "../tree/temporary-name.ts";

const maxLedgerBytes = 4 * 1024 * 1024;

const plainRecord = z.object({
  /** What was written; `null` for what was taken away. */
  digest: z.string().nullable(),
  /** What stood there before, while the last render may not have come to its end. */
  before: z.string().nullable().optional(),
});

const sharedRecord = z.object({
  /** Of what was asked for: the owned keys with their placeholders, and the fingerprints of the secrets. */
  inputs: z.string(),
  /** Of what the owned keys then held. */
  owned: z.string(),
  before: z.string().optional(),
  /** Of the whole file when it was last found right; only spares looking into it. */
  file: z.string(),
});

const ledgerSchema = z.object({
  version: z.literal(1),
  agent: z.string(),
  /** Id of the key under which the digests of the shared files were made. */
  key: z.string(),
  shared: z.object({ "settings.json": sharedRecord, ".claude.json": sharedRecord }),
  prompt: plainRecord,
  skills: z.array(plainRecord.extend({ name: z.string() })),
});

export type PlainRecord = z.output<typeof plainRecord>;
export type SharedRecord = z.output<typeof sharedRecord>;

/**
 * What was last written to one env directory. It is put down before the files are, so that a run that was killed
 * in between leaves files that match either it or what stood there before, and no file that nobody knows of.
 */
export type Ledger = z.output<typeof ledgerSchema>;

/** The ledger of an agent, or `undefined` where there is none that can be understood: then nothing is known. */
export function readLedger(place: DirectoryView, agent: string): Ledger | undefined {
  const file = readFileIn(place, ledgerName(agent), maxLedgerBytes);
  if (!file) return undefined;
  try {
    const ledger = ledgerSchema.parse(JSON.parse(file.bytes.toString()));
    return ledger.agent === agent ? ledger : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Stages a ledger; the caller holds the lock of the env directory. Committed, its name may not reach the disk before
 * the power goes: then the old one is found, and the next render looks into every file again.
 * @throws {IdentikitError} `FILE_UNWRITABLE`
 */
export function stageLedger(place: AnchoredDirectory, ledger: Ledger): StagedFile {
  const name = ledgerName(ledger.agent);
  // Nobody sweeps this directory, where other agents' ledgers are being written: so what a killed run left goes here.
  const temporary = temporaryNameFor(name);
  rmSync(place.locate(temporary), { force: true });
  return StagedFile.write(place, name, Buffer.from(`${JSON.stringify(ledger)}\n`), {
    mode: 0o600,
    temporary,
  });
}

function ledgerName(agent: string): string {
  return `${agent}.json`;
}
