import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describe, type SuiteFactory, test } from "vitest";

const modules = join(import.meta.dirname, "node_modules");
const programs = {
  // The program itself: the package's own start needs an install script, which moves this file.
  claude: join(modules, `@anthropic-ai/claude-code-${process.platform}-${process.arch}`, "claude"),
  codex: join(modules, ".bin", "codex"),
} as const;

/**
 * A `describe` for tests that run the clients' own programs, which `npm ci` in this folder brings. Without them the tests are skipped,
 * and the report says so; in CI they fail.
 */
export function withClients(name: string, tests: SuiteFactory): void {
  const missing = Object.values(programs).filter((path) => !existsSync(path));
  if (missing.length === 0) describe(name, tests);
  else if (process.env.CI) {
    test(`${name} (needs npm ci in test/clients)`, () => {
      throw new Error(`not there: ${missing.join(", ")}`);
    });
  } else describe.skip(`${name} (needs npm ci in test/clients)`, tests);
}

export interface ClientRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run is ended after so many milliseconds. */
const patience = 90_000;

/**
 * Runs a client with nothing of this machine's configuration and no way to the network.
 * @param home an empty directory, in which it also works
 * @param stop a signal that it gets, and when
 * @param input what it reads from standard input; nothing if left out
 */
export async function runClient(
  program: keyof typeof programs,
  args: readonly string[],
  {
    home,
    env = {},
    input,
    stop,
  }: {
    readonly home: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
    readonly stop?: { readonly signal: NodeJS.Signals; readonly when: Promise<unknown> };
  },
): Promise<ClientRun> {
  const work = join(home, "work");
  mkdirSync(work, { recursive: true });
  const closed = "http://127.0.0.1:9";
  const child = spawn(programs[program], args, {
    cwd: work,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: [dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
      HOME: home,
      HTTP_PROXY: closed,
      HTTPS_PROXY: closed,
      NO_PROXY: "127.0.0.1",
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      DISABLE_AUTOUPDATER: "1",
      ...env,
    },
  });
  // It may end without reading.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input ?? "");
  void stop?.when.then(() => child.kill(stop.signal));
  return await finished(child);
}

async function finished(child: ChildProcess): Promise<ClientRun> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => stdout.push(text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => stderr.push(text));
  const timer = setTimeout(() => child.kill("SIGKILL"), patience);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  clearTimeout(timer);
  return { code, stdout: stdout.join(""), stderr: stderr.join("") };
}
