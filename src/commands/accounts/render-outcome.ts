import type { AgentOutcome } from "../../env/render-agents.ts";
import type { RenderOutcome } from "../../env/render-instance.ts";
import { adviceOf } from "../../report/text.ts";
import { asOutput, errorOf, type Output } from "../result.ts";
import { count } from "./wording.ts";

/** What came of one agent, as a value of a result. */
export function outcomeOutput(outcome: AgentOutcome): Output {
  if ("error" in outcome)
    return { agent: outcome.agent, result: outcome.result, error: errorOf(outcome.error) };
  const { agent, result, written, removed, secrets, warnings } = outcome;
  return {
    agent,
    result,
    written: [...written],
    removed: [...removed],
    secrets: [...secrets],
    warnings: asOutput(warnings),
  };
}

/** What came of one agent, in lines for a person. */
export function outcomeAccount(outcome: AgentOutcome, dryRun = false): string[] {
  const { agent, result } = outcome;
  if ("error" in outcome) {
    // A failure is told in full at the end; of an agent that was skipped this is all that is said.
    const { code, message } = outcome.error;
    return [`${agent} ${result}: ${result === "failed" ? code : `${code}: ${message}`}`];
  }
  const files = outcome.written.length + outcome.removed.length;
  const what = result === "unchanged" ? "unchanged" : `rendered, ${count(files, "file")} changed`;
  const would = `would be rendered, ${count(files, "file")} would change`;
  return [
    `${agent} ${dryRun && result === "rendered" ? would : what}`,
    ...(dryRun ? plannedFiles(outcome) : []),
    ...outcome.warnings.map((warning) => `  ${warning.code} ${warning.path}: ${adviceOf(warning)}`),
  ];
}

/** The files of one agent that a run would change, a line each. */
function plannedFiles({ written, removed }: Pick<RenderOutcome, "written" | "removed">): string[] {
  return [...written.map((path) => `  ~ ${path}`), ...removed.map((path) => `  - ${path}`)];
}
