import { CommanderError } from "commander";
import { allCommands } from "../commands/all.ts";
import { type Command, runCommand } from "../commands/command.ts";
import { kebab } from "../commands/options/kebab.ts";
import { optionMeta } from "../commands/options/option.ts";
import { parseOptions } from "../commands/options/raw-options.ts";
import { takesStandardOutput } from "../commands/options/standard-output.ts";
import { errorOf, exitCodeOf } from "../commands/result.ts";
import { asFault, IdentikitError } from "../fault/error.ts";
import { dieOf, type OwnProcess, openOwnProcess, setExitCode } from "../runtime/own-process.ts";
import { faultLines } from "./fault-text.ts";
import { printJson } from "./print-json.ts";
import { type Invocation, programOf } from "./program.ts";
import { usageFault } from "./usage-fault.ts";

/**
 * Runs the command line: 0 it holds or is done, 1 an error, 2 drift, pending changes or the answer no, 64 wrong usage.
 * @param argv what was typed after the program's name
 */
export async function main(argv: readonly string[], version: string): Promise<void> {
  const level =
    argv.includes("--quiet") || argv.includes("-q") ? "quiet" : verboseIn(argv) ? "verbose" : "normal";
  using own = openOwnProcess(level);
  const json = argv.includes("--json");
  try {
    const program = programOf(allCommands, version, (invocation) => carryOut(own, invocation));
    quieten(program, own);
    await program.parseAsync([...argv], { from: "user" });
  } catch (caught) {
    const shown = caught instanceof CommanderError && caught.exitCode === 0;
    if (shown) return;
    await fail(own, interruptedBy(own, faultOf(caught)), { json, verbose: verboseIn(argv) });
  }
}

async function carryOut(own: OwnProcess, { command, raw, common }: Invocation): Promise<void> {
  const nameOf = (key: string) => {
    const schema = command.options.shape[key];
    const meta = schema && optionMeta.get(schema);
    return meta?.positional ? (meta.value ?? key) : `--${kebab(key)}`;
  };
  const options = parseOptions(command.options, raw, nameOf);
  const output = outputOnStandardOutput(command, raw);
  if (output !== undefined && common.json) throw twoDocuments(nameOf(output));
  const program = programIn(command, raw);
  if (program !== undefined && common.json) throw twoDocuments(nameOf(program));
  const result = await runCommand(command, own.context, options);
  // Parts that failed because the run was told to stop say so in many ways; one way is enough.
  if (own.stop.received() && exitCodeOf(result) === 1) throw own.context.signal.reason;
  setExitCode(exitCodeOf(result));
  // The forms of a report are for what came to something: help and wrong usage do without them.
  const { showResult } = await import("./show-result.ts");
  await showResult(own, result, { ...common, outputTaken: output !== undefined || program !== undefined });
  if (result.successor && exitCodeOf(result) === 0) await own.giveWayTo(result.successor);
}

/** The option that sends a file to standard output, where one does. */
function outputOnStandardOutput(command: Command, raw: Invocation["raw"]): string | undefined {
  return Object.entries(command.options.shape).find(
    ([key, schema]) => optionMeta.get(schema)?.isOutput && takesStandardOutput(raw[key]),
  )?.[0];
}

/** The option that names the program in which the process ends, where it is given. */
function programIn(command: Command, raw: Invocation["raw"]): string | undefined {
  return Object.entries(command.options.shape).find(([key, schema]) => {
    const given = raw[key];
    return optionMeta.get(schema)?.isProgram && Array.isArray(given) && given.length > 0;
  })?.[0];
}

function twoDocuments(option: string): IdentikitError {
  return new IdentikitError("USAGE", `${option} and --json both write to standard output`, {
    remedy: "Leave --json out, or what writes there.",
  });
}

async function fail(
  own: OwnProcess,
  fault: IdentikitError,
  how: { json: boolean; verbose: boolean },
): Promise<void> {
  if (how.json) await printJson(own, { error: errorOf(fault) });
  else own.complain(faultLines(fault, how.verbose));
  setExitCode(fault.code === "USAGE" ? 64 : 1);
  const signal = own.stop.received();
  if (signal) dieOf(signal);
}

/** Whatever a run throws once it was told to stop, that is why: not a defect, and nobody else's fault. */
function interruptedBy({ stop, context }: OwnProcess, fault: IdentikitError): IdentikitError {
  if (!stop.received() || fault.code === "CANCELLED") return fault;
  const { message, remedy } = asFault(context.signal.reason);
  return new IdentikitError("CANCELLED", message, { remedy, cause: fault });
}

function faultOf(caught: unknown): IdentikitError {
  return caught instanceof CommanderError ? usageFault(caught) : asFault(caught);
}

/** Errors are thrown, not printed: they are shown once, in one form. */
function quieten(command: ReturnType<typeof programOf>, own: OwnProcess): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void own.print(text),
    writeErr: () => undefined,
  });
  for (const sub of command.commands) quieten(sub, own);
}

function verboseIn(argv: readonly string[]): boolean {
  return argv.includes("--verbose") || argv.includes("-v");
}
