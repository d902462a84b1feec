import { kebab } from "../../commands/options/kebab.ts";
import { type CommandResult, exitCodeOf } from "../../commands/result.ts";
import { showsAnnotations } from "../../host/host.ts";
import { annotationsOf } from "../../report/annotation.ts";
import { reportMarkdown } from "../../report/markdown.ts";
import { markdownCode } from "../../report/markdown-text.ts";
import { verdictSummary } from "../../report/report.ts";
import { reportText } from "../../report/text.ts";
import type { Runner } from "../../runtime/runner.ts";
import type { Action } from "./action.ts";
import { failWith } from "./fail-with.ts";

/**
 * Tells people what an action's command came to: the account in the log, remarks on files, a summary on the run's page; and
 * fails the step where it is not good.
 */
export async function tellResult(action: Action, result: CommandResult, runner: Runner): Promise<void> {
  const { log } = runner.context;
  for (const line of [...(result.details ?? []), ...result.account]) log.info(line);
  if (result.report) for (const line of reportText(result.report)) log.info(line);
  // Elsewhere a remark on a file would only be the same line in the log again.
  const shown = showsAnnotations(runner.context.env) && result.report;
  for (const { level, message, title, file, line, column } of shown ? annotationsOf(shown) : []) {
    const start = { ...(line ? { startLine: line } : {}), ...(column ? { startColumn: column } : {}) };
    const place = { title, ...(file ? { file } : {}), ...start };
    runner.annotate(level, message, place);
  }
  await runner.summarize(summaryOf(action, result));
  conclude(result, runner);
}

function conclude(result: CommandResult, runner: Runner): void {
  for (const fault of result.faults ?? []) failWith(fault, runner);
  if (exitCodeOf(result) !== 0 && (result.faults?.length ?? 0) === 0)
    runner.fail(
      `${result.holds === false ? "refused" : verdictSummary(result.report ?? { verdict: "unverified", findings: [] })}; see above`,
    );
}

function summaryOf(action: Action, result: CommandResult): string {
  const rows = Object.entries(result.outputs)
    .filter(([key, value]) => kebab(key) in action.outputs && ["string", "number"].includes(typeof value))
    .map(([key, value]) => `| ${kebab(key)} | ${markdownCode(String(value))} |`);
  const table = rows.length > 0 ? ["| output | value |", "| --- | --- |", ...rows, ""].join("\n") : "";
  const head = result.report
    ? reportMarkdown(result.report)
    : (result.summary ?? `### Identikit ${action.name}\n`);
  return `${head}\n${table}`;
}
