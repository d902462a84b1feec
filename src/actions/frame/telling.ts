import type { CommandResult } from "../../commands/command.ts";
import { kebab } from "../../commands/options/kebab.ts";
import type { IdentikitError } from "../../fault/error.ts";
import { showsAnnotations } from "../../host/host.ts";
import { annotationsOf } from "../../report/annotation.ts";
import { reportMarkdown } from "../../report/markdown.ts";
import { markdownCode, markdownProse } from "../../report/markdown-text.ts";
import { reportText } from "../../report/text.ts";
import type { Runner } from "../../runtime/runner.ts";
import type { Action } from "./action.ts";

/** Tells people what an action came to: the account in the log, a summary on the run's page, remarks on files. */
export async function reportResult(action: Action, result: CommandResult, runner: Runner): Promise<void> {
  const { log } = runner.context;
  for (const line of [...(result.details ?? []), ...result.account]) log.info(line);
  if (result.report) for (const line of reportText(result.report)) log.info(line);
  // Elsewhere a remark on a file would only be the same line in the log again.
  const shown = showsAnnotations(runner.context.env) && result.report;
  for (const { level, message, title, file, line } of shown ? annotationsOf(shown) : []) {
    const place = { title, ...(file ? { file } : {}), ...(line ? { startLine: line } : {}) };
    runner.annotate(level, message, place);
  }
  await runner.summarize(summaryOf(action, result));
}

/** A command that ended with a fault, for the run's page. */
export function faultMarkdown(action: Action, { code, message, remedy, location }: IdentikitError): string {
  const { file, line } = location ?? {};
  const place =
    file === undefined ? "" : ` in ${markdownCode(line === undefined ? file : `${file}:${line}`)}`;
  return [
    `### Identikit ${action.name}: ❌ ${code}${place}`,
    markdownProse(message),
    `**What to do**\n\n- ${markdownProse(remedy)}`,
    "",
  ].join("\n\n");
}

function summaryOf(action: Action, result: CommandResult): string {
  const rows = Object.entries(result.outputs)
    .filter(([key, value]) => kebab(key) in action.outputs && ["string", "number"].includes(typeof value))
    .map(([key, value]) => `| ${kebab(key)} | ${markdownCode(String(value))} |`);
  const table = rows.length > 0 ? ["| output | value |", "| --- | --- |", ...rows, ""].join("\n") : "";
  const head = result.report ? reportMarkdown(result.report) : `### Identikit ${action.name}\n`;
  return `${head}\n${table}`;
}
