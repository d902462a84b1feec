import type { IdentikitError } from "../../fault/error.ts";
import { markdownCode, markdownProse } from "../../report/markdown-text.ts";
import type { Runner } from "../../runtime/runner.ts";
import type { Action } from "./action.ts";
import { failWith } from "./fail-with.ts";

/** Fails the step with the fault that its command ended with, and tells it on the run's page. */
export async function tellFault(action: Action, fault: IdentikitError, runner: Runner): Promise<void> {
  failWith(fault, runner);
  await runner.summarize(faultMarkdown(action, fault));
}

function faultMarkdown(action: Action, { code, message, remedy, location }: IdentikitError): string {
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
