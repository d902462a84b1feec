import type { CommandResult } from "../commands/result.ts";
import { logLine } from "../fault/visible.ts";
import { reportText } from "../report/text.ts";
import type { Paint } from "../runtime/terminal.ts";

/** A result for a person: the account, then what was found, in the form that was asked for, in colours where they are wanted. */
export async function resultText(result: CommandResult, paint?: Paint): Promise<string> {
  const { report, format = "text" } = result;
  if (result.document !== undefined) return result.document;
  if (report && format !== "text") {
    // Documents bring what every code means, which is as much text as a small command.
    const { reportDocument } = await import("../report/report-document.ts");
    return reportDocument(report, format);
  }
  // What others wrote into names and titles is text here, also where a CI runner reads along.
  const lines = [...(result.details ?? []), ...result.account].map(logLine);
  if (report) lines.push(...reportText(report, paint ? { paint } : {}));
  lines.push(...(result.closing ?? []).map(logLine));
  return lines.map((line) => `${line}\n`).join("");
}
