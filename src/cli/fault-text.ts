import type { IdentikitError } from "../fault/error.ts";
import { logLine } from "../fault/visible.ts";

/** A failure as one line; with `verbose`, the chain of causes and their stacks below it. */
export function faultLines(fault: IdentikitError, verbose: boolean): string {
  const line = logLine(`error ${fault.code}: ${sentence(fault.message)} ${fault.remedy}`);
  return verbose ? [line, ...causes(fault)].join("\n") : line;
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function causes(fault: IdentikitError): string[] {
  const lines = [fault.stack ?? ""];
  for (let cause = fault.cause, depth = 0; cause !== undefined && depth < 10; depth++) {
    lines.push(`caused by: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return lines;
}
