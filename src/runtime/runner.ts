// Named one by one: what is not used (the OIDC client with its HTTP stack) stays out of the bundles.
import { debug, error, getInput, info, notice, setOutput, setSecret, warning } from "@actions/core";
import { logLine } from "../fault/visible.ts";
import { systemClock } from "./clock.ts";
import type { Context } from "./context.ts";
import type { Logger } from "./logger.ts";
import { openStandardInput, readStandardInput } from "./standard-input.ts";
import { stopOnSignals } from "./stop-signal.ts";

/** Where an annotation points, in the repository's own paths; lines are 1-based. */
export interface AnnotationPlace {
  readonly title: string;
  readonly file?: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

/** An action's hold on the runner that started it: inputs in; outputs, annotations and the result out. */
export interface Runner extends Disposable {
  readonly context: Context;
  /** An input as it stands in the workflow, trimmed; `""` when it is left out. */
  input(name: string): string;
  output(name: string, value: string): void;
  summarize(markdown: string): Promise<void>;
  annotate(level: "error" | "warning" | "notice", message: string, place: AnnotationPlace): void;
  /** Marks the step as failed, with one line that says why. */
  fail(message: string, place?: AnnotationPlace): void;
}

const annotators = { error, warning, notice } as const;

/** Opens the runner of this process. */
export function openRunner(): Runner {
  const stop = stopOnSignals();
  const { env } = process;
  const context: Context = {
    env,
    cwd: env.GITHUB_WORKSPACE ?? process.cwd(),
    // Only what is written to a log that is kept names anybody.
    who: async () => (await import("./who-runs.ts")).whoRuns(env),
    clock: systemClock,
    log: runnerLogger(),
    signal: stop.signal,
    readInput: () => readStandardInput(process.stdin, stop.signal),
    openInput: () => openStandardInput(process.stdin, stop.signal),
    askHidden: async () => undefined,
    writeOutput: (text) =>
      new Promise((resolve) =>
        process.stdout.write(text.split("\n").map(logLine).join("\n"), () => resolve()),
      ),
  };
  return {
    context,
    input: (name) => getInput(name),
    output: (name, value) => setOutput(name, value),
    summarize: async (markdown) => {
      // Runners without summaries leave the variable unset.
      if (!env.GITHUB_STEP_SUMMARY) return;
      // The toolkit's own summary is loaded with the toolkit whole, and costs each action more than it does.
      const { appendFile } = await import("node:fs/promises");
      await appendFile(env.GITHUB_STEP_SUMMARY, `${markdown}\n`);
    },
    annotate: (level, message, place) => annotators[level](logLine(message), place),
    fail: (message, place) => {
      process.exitCode = 1;
      error(logLine(message), place);
    },
    [Symbol.dispose]: () => stop[Symbol.dispose](),
  };
}

function runnerLogger(): Logger {
  return {
    info: (line) => info(logLine(line)),
    warn: (line) => warning(logLine(line)),
    debug: (line) => debug(logLine(line)),
    progress: () => ({
      update: () => undefined,
      done: (text) => info(logLine(text)),
      end: () => undefined,
    }),
    mask: (value) => {
      // GitHub hides each line of a value, act the whole string only.
      for (const part of new Set([value, ...value.split(/\r?\n/)])) if (part.trim()) setSecret(part);
    },
  };
}
