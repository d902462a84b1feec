import { type CommandResult, jsonOf } from "../commands/result.ts";
import type { OwnProcess } from "../runtime/own-process.ts";
import { faultLines } from "./fault-text.ts";
import { printJson } from "./print-json.ts";
import { resultText } from "./result-text.ts";

/** How a result is told. */
export interface Telling {
  readonly json: boolean;
  readonly verbose: boolean;
  /** True where a file of the command went to standard output: the account then goes to standard error. */
  readonly outputTaken: boolean;
}

/** Tells what a command came to, and every part of it that failed. */
export async function showResult(own: OwnProcess, result: CommandResult, how: Telling): Promise<void> {
  if (how.json) {
    if (!result.printed) await printJson(own, jsonOf(result));
    return;
  }
  if (how.outputTaken) own.complain((await resultText(result)).trimEnd());
  else if (!result.printed) await print(own, result);
  for (const fault of result.faults ?? []) own.complain(faultLines(fault, how.verbose));
}

/** A document that programs read keeps its keys, whatever the secrets are. */
async function print(own: OwnProcess, result: CommandResult): Promise<void> {
  const { report, format } = result;
  if (report && (format === "json" || format === "sarif"))
    await own.printDocument(await resultText({ ...result, report: own.masked(report) }));
  else await own.print(await resultText(result, own.paint));
}
