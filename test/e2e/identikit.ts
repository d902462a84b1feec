import { spawn } from "node:child_process";
import { join } from "node:path";
import { house } from "../architecture/rooms.ts";

/** How a process ended and what it printed. */
export interface Finished {
  /** The exit code, or `null` where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment of the process besides {@link bareEnvironment}. */
  readonly env?: Readonly<Record<string, string>>;
  /** Piped into standard input. */
  readonly input?: string;
  /** Without the power to pass over permissions; to an ordinary user this changes nothing. */
  readonly ordinary?: boolean;
}

/** As root, permissions stop nothing and a test of them proves nothing: this gives that power up. */
const ordinarily =
  process.geteuid?.() === 0
    ? [
        "setpriv",
        "--bounding-set=-dac_override,-dac_read_search",
        "--inh-caps=-dac_override,-dac_read_search",
      ]
    : [];

/** What every process gets of the environment of the tests: PATH, HOME, TMPDIR, and where Node.js keeps what it compiled. */
export function bareEnvironment(): Record<string, string> {
  const { PATH = "", HOME = "", TMPDIR, NODE_COMPILE_CACHE } = process.env;
  return {
    ...{ PATH, HOME },
    ...(TMPDIR ? { TMPDIR } : {}),
    ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}),
  };
}

/** Runs a built bundle as its own process and waits for its end. */
export function runBundle(
  name: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const env = { ...bareEnvironment(), ...options.env };
  const node = [...(options.ordinary ? ordinarily : []), process.execPath];
  const [program = "", ...before] = node;
  const child = spawn(program, [...before, join(house, "dist", `${name}.js`), ...args], {
    cwd: options.cwd ?? house,
    env,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.on("error", () => undefined).end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** The real command line. */
export function identikit(args: readonly string[], options?: RunOptions): Promise<Finished> {
  return runBundle("identikit", args, options);
}

/** The real command line with `--json`: its exit code and its one document. */
export async function identikitJson(
  args: readonly string[],
  options?: RunOptions,
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape the command promises
): Promise<{ readonly code: number | null; readonly json: any; readonly stderr: string }> {
  const { code, stdout, stderr } = await identikit([...args, "--json"], options);
  return { code, json: JSON.parse(stdout), stderr };
}
