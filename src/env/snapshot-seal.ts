import { z } from "zod";
import { Keyring } from "../secret/keyring.ts";
import type { LedgerKey } from "./ledger-key.ts";

/** A file as it is kept, to be written again. */
export interface KeptFile {
  readonly bytes: Buffer;
  readonly mode: number;
}

const bytes = z.codec(z.string(), z.instanceof(Buffer), {
  decode: (text) => Buffer.from(text, "base64"),
  encode: (content) => content.toString("base64"),
});
const file = z.object({ bytes, mode: z.number() });

/** What a snapshot of an env directory holds. */
const contentSchema = z.object({
  /** The skills that a render may have written. */
  skills: z.array(z.string()),
  shared: z.record(z.string(), file.optional()),
  /** The keys of shared files that are ours beside the whole ones; releases before 0.3 have none. */
  keys: z.record(z.string(), z.array(z.string())).optional(),
  /** The single files that a render may have written; releases before 0.3 have the prompt only. */
  singles: z.array(z.string()).optional(),
  ledgers: z.record(z.string(), file.optional()),
  /** The single files and the skills' files, by their paths in the env directory. */
  files: z.array(file.extend({ path: z.string() })),
  /** What the render left: what its ledger says, and the digest of each shared file. */
  rendered: z.object({ ledger: z.string(), shared: z.record(z.string(), z.string().optional()) }).optional(),
});

export type SnapshotContent = z.output<typeof contentSchema>;

/** What is authenticated with a snapshot beside the agent's name: the form that it has. */
const form = "1";

const sealedSchema = z.object({
  name: z.string(),
  version: z.literal(form),
  keyId: z.string(),
  nonce: z.string(),
  ciphertext: z.string(),
  tag: z.string(),
});

/** Seals a snapshot with a key that follows from the ledger key: nobody reads it who could not read the ledger's. */
export function sealSnapshot(agent: string, key: LedgerKey, content: SnapshotContent): Buffer {
  const text = JSON.stringify(contentSchema.encode(content));
  return Buffer.from(`${JSON.stringify(ringOf(key).seal(nameOf(agent), form, text))}\n`);
}

/** Opens what {@link sealSnapshot} gave; `undefined` where none of the keys opens it as that agent's. */
export function openSnapshot(
  agent: string,
  keys: readonly LedgerKey[],
  sealed: Uint8Array,
): SnapshotContent | undefined {
  try {
    const snapshot = sealedSchema.parse(JSON.parse(Buffer.from(sealed).toString("utf8")));
    const key = keys.find(({ id }) => id === snapshot.keyId);
    if (!key || snapshot.name !== nameOf(agent)) return undefined;
    return contentSchema.decode(JSON.parse(ringOf(key).open(snapshot)));
  } catch {
    return undefined;
  }
}

function ringOf(key: LedgerKey): Keyring {
  return Keyring.parse(`${key.id}:${key.derive("snapshot/v1").toString("base64")}`, "the ledger key");
}

function nameOf(agent: string): string {
  return `env directory of ${agent}`;
}
