import { randomUUID } from "node:crypto";
import { type BundleKeysOf, bundleKeysOf } from "../../../src/agents/run-bundle/bundle-key.ts";
import { readBundle } from "../../../src/agents/run-bundle/read-bundle.ts";
import type { BundlePart, RunBundle } from "../../../src/agents/run-bundle/run-bundle.ts";
import { writeBundle } from "../../../src/agents/run-bundle/write-bundle.ts";
import { certain } from "../../../src/fault/certain.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { digestOf } from "../../../src/tree/digest.ts";

export const newKeyring = (id = "k1") => Keyring.parse(Keyring.generateEntry(id), "test");
export const keysOf: BundleKeysOf = bundleKeysOf(newKeyring());

/** The contents of a bundle's blobs, by digest. */
export type Contents = Map<string, Uint8Array>;

/** A part with its content, which is remembered. */
export function part(
  contents: Contents,
  kind: BundlePart["kind"],
  name: string,
  content: string | Uint8Array,
  more: Partial<BundlePart> = {},
): BundlePart {
  const bytes = Buffer.from(content);
  const digest = digestOf(bytes);
  contents.set(digest, bytes);
  return { kind, name, digest, bytes: bytes.length, mediaType: "text/plain", ...more };
}

export function bundleOf(parts: readonly BundlePart[], more: Partial<RunBundle> = {}): RunBundle {
  const digest = `sha256:${"d".repeat(64)}`;
  return {
    version: 1,
    namespace: "acme",
    run: "run-1",
    attempt: "run-1-1",
    ticket: { id: randomUUID(), digest },
    repository: "acme/fleet",
    runner: { name: "runner-7", pool: "linux" },
    startedAt: "2026-11-22T10:00:00.000Z",
    finishedAt: "2026-11-22T10:20:00.000Z",
    outcome: { phase: "Succeeded", exitCode: 0 },
    client: { adapter: "claude", version: "2.0.1", sessionId: "s-1", resumable: true },
    usage: { turns: 3, tokens: 1200, cost: "0.42" },
    isolation: { kind: "container", network: "proxy" },
    identity: { digest, unchanged: true, findings: [] },
    parts: [...parts],
    ...more,
  };
}

export async function fileOf(
  run: RunBundle,
  contents: Contents,
  key: Uint8Array = keysOf(run.ticket.id)[0],
): Promise<Buffer> {
  return Buffer.concat(
    await Array.fromAsync(
      writeBundle(run, key, async function* ({ digest }) {
        yield certain(contents.get(digest));
      }),
    ),
  );
}

export async function* inPieces(file: Uint8Array, size: number = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

/** Everything that a taker is given, in its order. */
export async function readAll(file: Uint8Array, keys: BundleKeysOf = keysOf, size?: number) {
  const taken: string[] = [];
  const contents: Contents = new Map();
  const proven = await readBundle(inPieces(file, size), keys, {
    begin: async ({ run }) => void taken.push(run.attempt),
    blob: async ({ digest }, content) => {
      taken.push(digest);
      contents.set(digest, Buffer.from(content));
    },
  });
  return { ...proven, taken, contents };
}
