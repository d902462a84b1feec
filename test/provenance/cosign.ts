import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath } from "../requirement.ts";

/** What a run of cosign came to. */
export interface CosignResult {
  readonly ok: boolean;
  readonly output: string;
}

/** The password of the keys that {@link cosignKeys} makes. */
export const cosignPassword = "a password";

/** The real cosign, which asks no server but a registry of this machine. */
export function cosign(...args: readonly string[]): Promise<CosignResult> {
  const [command = ""] = args;
  const offline = command.startsWith("verify") ? ["--insecure-ignore-tlog"] : [];
  const env = { ...process.env, COSIGN_PASSWORD: cosignPassword, HOME: ownHome() };
  return new Promise((resolve) => {
    execFile(
      programPath("cosign") ?? "cosign",
      [...args.slice(0, 1), ...offline, ...args.slice(1)],
      { env, maxBuffer: 1 << 24 },
      (error, stdout, stderr) => resolve({ ok: error === null, output: `${stdout}${stderr}` }),
    );
  });
}

/** Where it keeps what it fetches and remembers: not where another process of the tests does. */
let home: string | undefined;
function ownHome(): string {
  if (home !== undefined) return home;
  const directory = mkdtempSync(join(tmpdir(), "identikit-cosign-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  home = directory;
  return directory;
}

/** A pair of keys as `cosign generate-key-pair` makes it. */
export async function cosignKeys(): Promise<{ readonly private: string; readonly public: string }> {
  const directory = mkdtempSync(join(tmpdir(), "identikit-cosign-"));
  const prefix = join(directory, "cosign");
  const { ok, output } = await cosign("generate-key-pair", "--output-key-prefix", prefix);
  if (!ok) throw new Error(output);
  return { private: `${prefix}.key`, public: `${prefix}.pub` };
}
