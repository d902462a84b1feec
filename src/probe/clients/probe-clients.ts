import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientDigest } from "../../agents/readiness/checks/client-findings.ts";
import type { ClientSource, Sighting } from "../../agents/readiness/probe-ports.ts";
import type { SeenClient } from "../../agents/readiness/stack-facts.ts";
import { clientOfRuntime } from "../../env/clients/client-of-runtime.ts";
import { stopped } from "../../fault/stopped.ts";
import { visible } from "../../fault/visible.ts";
import { outputOf, ProgramTrouble } from "../owned-program.ts";
import { claudeProgram, codexProgram, commandProgram } from "./client-programs.ts";
import { knownClients } from "./known-clients.ts";

export interface ClientProbeOptions {
  /** Of which only where programs are (`PATH`) is handed on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Whether programs that objects name are started: whoever may write a stack would have them run beside the keys of this process.
   * The clients themselves come from the PATH, as git does.
   */
  readonly startPrograms: boolean;
}

type Adapter = Parameters<ClientSource["look"]>[0];

const programs = { claude: claudeProgram, codex: codexProgram, command: commandProgram };
/** A client that prints its help takes a second; one that asks a server, and gets no answer, must not hold up others. */
const patienceMs = 20_000;
const maxBytes = 1024 * 1024;

/** Asks the clients' own programs, and knows the releases that Identikit was tested with. */
export function clientPrograms(options: ClientProbeOptions): ClientSource {
  return {
    known: knownClients.map(({ adapter, ...seen }) => ({
      of: clientDigest({ name: adapter }),
      ...seen,
      capabilities: [...seen.capabilities],
    })),
    adapterOf: (runtime) => (clientOfRuntime(runtime).id === "codex" ? "codex" : "claude"),
    look: (adapter, signal) => look(adapter, options, signal),
  };
}

async function look(
  adapter: Adapter,
  { env, startPrograms }: ClientProbeOptions,
  signal: AbortSignal,
): Promise<Sighting<Omit<SeenClient, "of" | "seenAt">>> {
  const { name, version, command = [] } = adapter;
  const [program = "", ...before] = name === "command" ? command : [name];
  const { questions, capabilities, install } = programs[name];
  if (name === "command" && !startPrograms)
    return {
      unseen: {
        message: "programs that stacks name are not started here",
        remedy:
          "Run identikit controller --once --start-programs in a job that has the program, and no keys that it can do without.",
      },
    };
  const home = mkdtempSync(join(tmpdir(), "identikit-client-"));
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  const say = (args: readonly string[]) =>
    outputOf({
      program,
      args: [...before, ...args],
      env: {
        PATH: env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
        HOME: home,
        CLAUDE_CONFIG_DIR: home,
        CODEX_HOME: home,
        LANG: "C.UTF-8",
        NO_COLOR: "1",
        DISABLE_AUTOUPDATER: "1",
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      },
      cwd: home,
      maxBytes,
      signal: limit,
    });
  try {
    const seen = versionIn(await say(["--version"]));
    const answers: string[] = [];
    for (const question of questions) answers.push(await say(question));
    return { fact: { version: seen, capabilities: [...capabilities(answers)] } };
  } catch (caught) {
    if (signal.aborted) throw stopped(signal, "stopped while asking a client what it can do");
    if (!(caught instanceof ProgramTrouble)) throw caught;
    const said =
      caught.kind === "missing"
        ? caught.message
        : `${program} was asked what it can do, and ${caught.message}`;
    return {
      unseen: {
        message: visible(said),
        remedy: `Run identikit controller --once in a job that has the client, such as after: ${install(version)}.`,
      },
    };
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The version in what a program prints of itself; else its first line. */
function versionIn(text: string): string {
  const [line = ""] = text.split("\n");
  const found = /\d+\.\d+[\w.+-]*/.exec(line)?.[0] ?? line.trim();
  return visible(found).slice(0, 100) || "unknown";
}
