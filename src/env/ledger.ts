import { lstatSync, readdirSync, rmSync } from "node:fs";
import { z } from "zod";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import type { DirectoryView } from "../tree/directory-view.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { StagedFile } from "../tree/staged-file.ts";
import { takeName } from "../tree/take-name.ts";
import { temporaryNameFor } from "../tree/temporary-name.ts";
import { sharedFileNames } from "./clients/shared-files.ts";
import { dropKept } from "./kept-entries.ts";

const maxLedgerBytes = 4 * 1024 * 1024;

const sharedRecord = z.object({
  /** Of what was asked for: the owned keys with their placeholders, and the fingerprints of the secrets. */
  inputs: z.string(),
  /** Of what the owned keys then held. */
  owned: z.string(),
  /** Of the whole file when it was last found right; only spares looking into it. */
  file: z.string(),
  /** The entries of the owned keys that were written; releases before 0.2 do not say. */
  names: z.array(z.string()).optional(),
  /** The keys beside the whole ones that were written. */
  keys: z.array(z.string()).optional(),
});

const ledgerSchema = z.object({
  version: z.literal(1),
  agent: z.string(),
  /** Id of the key under which the digests of the shared files were made. */
  key: z.string(),
  /** The files of the client that the agent then had. */
  shared: z.partialRecord(z.enum(sharedFileNames), sharedRecord),
  /** Of the file system-prompt.md. */
  prompt: z.string().nullable(),
  /** The other single files. */
  files: z.array(z.object({ path: z.string(), digest: z.string() })).optional(),
  skills: z.array(z.object({ name: z.string(), digest: z.string() })),
  /** Whether entries of somebody else's that were taken away are kept beside this ledger. */
  kept: z.literal(true).optional(),
});

export type SharedRecord = z.output<typeof sharedRecord>;

/** What was written to one env directory. */
export type Ledger = z.output<typeof ledgerSchema>;

/** What is known of one env directory. */
export interface Known {
  /**
   * Each file of ours holds what one of these says, unless somebody changed it: none where nothing is known, two where
   * a render was interrupted, the newer one first.
   */
  readonly ledgers: readonly Ledger[];
  /** True where the newest ledger may speak of files that were not written any more. */
  readonly interrupted: boolean;
}

/** What is known of an agent's env directory; a ledger that cannot be understood is as good as none. */
export function readLedgers(place: DirectoryView, agent: string): Known {
  // Hardly ever there: asking costs less than a failed attempt to open it.
  const isThere = lstatSync(place.locate(nextName(agent)), { throwIfNoEntry: false }) !== undefined;
  const next = isThere ? readOne(place, agent, nextName(agent)) : undefined;
  const last = readOne(place, agent, ledgerName(agent));
  return { ledgers: [next, last].filter((ledger) => ledger !== undefined), interrupted: next !== undefined };
}

function readOne(place: DirectoryView, agent: string, name: string): Ledger | undefined {
  const file = readFileIn(place, name, maxLedgerBytes);
  try {
    const ledger = file && ledgerSchema.parse(JSON.parse(file.bytes.toString()));
    return ledger?.agent === agent ? ledger : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Stages what is about to be written, beside the ledger of what was; the caller holds the lock of the env directory.
 * It is committed before the first file is, so that a run which is killed leaves no file that nobody knows of.
 * @throws {IdentikitError} `FILE_UNWRITABLE`
 */
export function stageLedger(place: AnchoredDirectory, ledger: Ledger): StagedFile {
  const name = nextName(ledger.agent);
  // Nobody sweeps this directory, where other agents' ledgers are being written: so what a killed run left goes here.
  return StagedFile.write(place, name, Buffer.from(`${JSON.stringify(ledger)}\n`), {
    mode: 0o600,
    temporary: temporaryNameFor(name),
  });
}

/**
 * Makes the staged and committed ledger the only one, once every file that it speaks of is there.
 * @throws {IdentikitError} `FILE_UNWRITABLE`
 */
export function settleLedger(place: AnchoredDirectory, agent: string): void {
  takeName(place.locate(nextName(agent)), place, ledgerName(agent));
}

/** The digests of the single files that a ledger knows of, the prompt among them, by path. */
export function filesIn({ prompt, files = [] }: Ledger): Map<string, string> {
  const known = files.map(({ path, digest }) => [path, digest] as const);
  return new Map([...(prompt === null ? [] : [["system-prompt.md", prompt] as const]), ...known]);
}

/** The names under which an agent's ledgers stand. */
export function ledgerFileNames(agent: string): [next: string, last: string] {
  return [nextName(agent), ledgerName(agent)];
}

/** True where something was rendered for an agent, whether or not what is known of it can be read. */
export function hasLedger(place: AnchoredDirectory, agent: string): boolean {
  return ledgerFileNames(agent).some((name) => place.has(name));
}

/** True where something was rendered for any agent at all. */
export function hasAnyLedger(place: AnchoredDirectory): boolean {
  return readdirSync(place.locate(".")).some((name) => name.endsWith(".json") || name.endsWith(".next"));
}

/** Forgets an agent. */
export function removeLedger(place: AnchoredDirectory, agent: string): void {
  for (const name of ledgerFileNames(agent)) rmSync(place.locate(name), { force: true });
  dropKept(place, agent);
}

function ledgerName(agent: string): string {
  return `${agent}.json`;
}

function nextName(agent: string): string {
  return `${agent}.next`;
}
