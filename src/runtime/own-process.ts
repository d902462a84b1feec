import { systemClock } from "./clock.ts";
import { passOverClosedPipe } from "./closed-pipe.ts";
import type { Context } from "./context.ts";
import { Masker } from "./masker.ts";
import { openStandardInput, readStandardInput } from "./standard-input.ts";
import { type StopSignal, stopOnSignals } from "./stop-signal.ts";
import type { SuccessorProgram } from "./successor-program.ts";
import { type Paint, paintFor, terminalLogger } from "./terminal.ts";
import { typedIn } from "./working-directory.ts";

/** A command's hold on its process: the context that commands get, and the ways back out. */
export interface OwnProcess extends Disposable {
  readonly context: Context;
  readonly stop: StopSignal;
  /** Writes a result to standard output, registered secrets blotted out, and waits until it is taken. */
  print(text: string): Promise<void>;
  /** Colours a part of a text for {@link print}, where standard output wants colours. */
  readonly paint: Paint;
  /** A value with registered secrets blotted out of its strings; its keys stay, even one that equals a secret. */
  masked<Value>(value: Value): Value;
  /** Writes a document that was made of {@link masked} values to standard output, as it is. */
  printDocument(text: string): Promise<void>;
  /** Writes one line to standard error, likewise. */
  complain(line: string): void;
  /**
   * Ends in another program, in the same process: its signals, its exit code and its parent are that program's from then on.
   * @throws {IdentikitError} what {@link StopSignal} was aborted with, where the process was told to stop meanwhile
   */
  giveWayTo(program: SuccessorProgram): Promise<void>;
}

/** Opens the process for a command; `level` says how much it says while working. */
export function openOwnProcess(level: "quiet" | "normal" | "verbose"): OwnProcess {
  const masker = new Masker();
  const stop = stopOnSignals();
  const { env, stdout, stderr } = process;
  for (const stream of [stdout, stderr]) stream.on("error", passOverClosedPipe);
  const announceMask = env.GITHUB_ACTIONS === "true" ? announceTo(stderr) : undefined;
  const write = (text: string) => new Promise<void>((resolve) => stdout.write(text, () => resolve()));
  const print = (text: string) => write(masker.apply(text));
  const paint = paintFor(stdout);
  const context: Context = {
    env,
    cwd: typedIn(process.cwd(), env),
    // Only what is written to a log that is kept names anybody.
    who: async () => (await import("./who-runs.ts")).whoRuns(env),
    clock: systemClock,
    log: terminalLogger({ stream: stderr, level, masker, ...(announceMask ? { announceMask } : {}) }),
    signal: stop.signal,
    readInput: () => readStandardInput(process.stdin, stop.signal),
    openInput: () => openStandardInput(process.stdin, stop.signal),
    askHidden: async (question) => {
      const { stdin } = process;
      if (!stdin.isTTY) return undefined;
      // Only a person at a terminal is asked for anything.
      const { askHidden } = await import("./hidden-line.ts");
      return await askHidden({ stdin, stderr, question, signal: stop.signal });
    },
    writeOutput: print,
    paint,
  };
  return {
    context,
    stop,
    print,
    paint,
    masked: (value) => masker.applyTo(value),
    printDocument: write,
    complain: (line) => stderr.write(`${masker.apply(line)}\n`),
    giveWayTo: async (program) => {
      // Only the start of an agent ends so.
      const { becomeProgram } = await import("./successor-program.ts");
      stop[Symbol.dispose]();
      stop.signal.throwIfAborted();
      becomeProgram(program);
    },
    [Symbol.dispose]: () => stop[Symbol.dispose](),
  };
}

/** Runners read workflow commands from standard error as well; standard output stays one document. */
function announceTo(stream: NodeJS.WriteStream): (value: string) => void {
  const escapeData = (text: string) =>
    text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return (value) => stream.write(`::add-mask::${escapeData(value)}\n`);
}

/** The arguments that the person typed. */
export function typedArguments(): string[] {
  return process.argv.slice(2);
}

/** Says how the process will end once nothing is left to do; output under way is not cut off. */
export function setExitCode(code: number): void {
  process.exitCode = code;
}

/** Ends the way a process that was told to stop does, so that a shell around it sees it. */
export function dieOf(signal: NodeJS.Signals): void {
  process.kill(process.pid, signal);
}
