import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { exportBundle } from "../../src/config/export-bundle.ts";
import { importBundle } from "../../src/config/import-bundle.ts";
import { listSecrets, loadSecret, setSecret } from "../../src/config/secret-store.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import type { SealedSecret } from "../../src/secret/sealed-secret.ts";
import { openFleet, type TestDatabases } from "./databases.ts";

/** A value that must be found nowhere on the disk. */
export const canary = "canary-9b1e77d04c";

export interface KillOptions {
  readonly databases: TestDatabases;
  readonly rounds: number;
  readonly random: (below: number) => number;
}

/** Kills a process that imports two bundles in turn, over and over; what is left is always one of them, whole. */
export async function killImports({ databases, rounds, random }: KillOptions): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "identikit-kill-"));
  const { database, location } = await openFleet(databases);
  await using own = database;
  const keyring = Keyring.parse(Keyring.generateEntry("k"), "test");
  const digests: string[] = [];
  const files = ["a", "b"].map((name) => join(directory, `${name}.jsonl`));
  for (const [index, file] of files.entries()) {
    await setSecret(own, keyring, "TOKEN", `${canary}-${index}`);
    await databases.foreign(location, rowsOf(index));
    digests.push((await exportBundle({ database: own, file, secrets: "sealed" })).digest);
  }
  await databases.foreign(location, "DELETE FROM render_queue");
  const check = join(directory, "check.jsonl");
  let state = digests[1] as string;
  for (let round = 0; round < rounds; round++) {
    await killed(["import", location, ...files, join(directory, "out.jsonl")], random(400));
    await others(databases, location);
    const { digest } = await exportBundle({ database: own, file: check, secrets: "sealed" });
    expect(digests).toContain(digest);
    const queued = (
      await databases.foreign(location, "SELECT agent FROM render_queue ORDER BY agent")
    ).trim();
    // Nothing half done: without a commit nobody is due, and with one both of the agents that differ.
    expect(["", "ada\nbob"]).toContain(queued);
    if (digest !== state) expect(queued).toBe("ada\nbob");
    state = digest;
    await databases.foreign(location, "DELETE FROM render_queue");
  }
  await importBundle({ database: own, file: files[0] as string, prune: "missing" });
  expect((await exportBundle({ database: own, file: check, secrets: "sealed" })).digest).toBe(digests[0]);
  expectNoCanary(directory);
  rmSync(directory, { recursive: true });
}

/** Kills a process that rotates secrets and sets one; every secret opens, and all stand under one key. */
export async function killRotations({ databases, rounds, random }: KillOptions): Promise<void> {
  const { database, location } = await openFleet(databases);
  await using own = database;
  const keys = `${Keyring.generateEntry("k1")},${Keyring.generateEntry("k2")}`;
  const keyring = Keyring.parse(keys, "test");
  const names = Array.from({ length: 40 }, (_, index) => `SECRET_${index}`);
  for (const name of names) await setSecret(own, keyring, name, `${canary}-${name}`);
  await databases.foreign(location, "DELETE FROM render_queue");
  for (let round = 0; round < rounds; round++) {
    await killed(["rotate", location, keys, canary], random(300));
    await others(databases, location);
    const secrets = await listSecrets(own);
    const fixed = secrets.filter(({ name }) => name !== "CHANGING");
    expect(fixed.map(({ name }) => name)).toEqual([...names].sort());
    expect(new Set(fixed.map(({ keyId }) => keyId)).size, "half of a rotation").toBe(1);
    for (const { name } of secrets) {
      const value = keyring.open((await loadSecret(own, name)) as SealedSecret);
      expect(value.startsWith(name === "CHANGING" ? canary : `${canary}-${name}`)).toBe(true);
    }
  }
}

/** Nothing of the canary in any file below a directory: database, write-ahead log, temporary and left-over files. */
export function expectNoCanary(directory: string): void {
  const forms = [
    canary,
    Buffer.from(canary).toString("base64").slice(0, -4),
    Buffer.from(canary).toString("hex"),
  ];
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const form of forms) expect(bytes.includes(form), `${entry.name} holds a secret`).toBe(false);
  }
}

function rowsOf(index: number): string {
  const row = (at: number) =>
    `('instance', '${at % 2 === 0 ? "ada" : "bob"}', 's${at}', '{"type":"stdio","command":"c${index}"}')`;
  const rows = Array.from({ length: 800 }, (_, at) => row(at * (index + 1)));
  return `DELETE FROM mcp_server; INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ${rows.join(", ")},
    ('instance', 'bob', 'odd', '{"type":"stdio","command":"c${index}"}');`;
}

async function killed(args: readonly string[], afterMs: number): Promise<void> {
  const writer = spawn(process.execPath, [join(import.meta.dirname, "endless-writer.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => writer.once("exit", resolve));
  await Promise.race([new Promise((resolve) => writer.stdout.once("data", resolve)), exited]);
  await sleep(afterMs);
  expect(writer.exitCode, "the writer ended by itself").toBeNull();
  writer.kill("SIGKILL");
  await exited;
}

/** A server goes on with what it had received; waits until it is through with that. */
async function others({ kind, foreign }: TestDatabases, location: string): Promise<void> {
  if (kind === "sqlite") return;
  const busy =
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'";
  while ((await foreign(location, busy)).trim() !== "0") await sleep(10);
}
