import { showsAnnotations } from "../host/host.ts";
import type { JobResult } from "../jobs/job.ts";
import { kebab } from "../jobs/kebab.ts";
import { annotationsOf } from "../report/annotation.ts";
import { reportMarkdown } from "../report/markdown.ts";
import { markdownCode } from "../report/markdown-text.ts";
import { reportText } from "../report/text.ts";
import type { Runner } from "../runtime/runner.ts";
import type { Action } from "./action.ts";

/** Tells people what an action came to: the account in the log, a summary on the run's page, remarks on files. */
export async function reportResult(action: Action, result: JobResult, runner: Runner): Promise<void> {
  const { log } = runner.context;
  for (const line of result.account) log.info(line);
  if (result.report) for (const line of reportText(result.report)) log.info(line);
  // Elsewhere a remark on a file would only be the same line in the log again.
  const shown = showsAnnotations(runner.context.env) && result.report;
  for (const { level, message, title, file, line } of shown ? annotationsOf(shown) : []) {
    const place = { title, ...(file ? { file } : {}), ...(line ? { startLine: line } : {}) };
    runner.annotate(level, message, place);
  }
  await runner.summarize(summaryOf(action, result));
}

function summaryOf(action: Action, result: JobResult): string {
  const rows = Object.entries(result.outputs)
    .filter(([key, value]) => kebab(key) in action.outputs && ["string", "number"].includes(typeof value))
    .map(([key, value]) => `| ${kebab(key)} | ${markdownCode(String(value))} |`);
  const table = rows.length > 0 ? ["| output | value |", "| --- | --- |", ...rows, ""].join("\n") : "";
  const head = result.report ? reportMarkdown(result.report) : `### Identikit ${action.name}\n`;
  return `${head}\n${table}`;
}
