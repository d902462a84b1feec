import { type Judgement, judgeChange } from "../../changes/judge-change.ts";
import { type RuleName, ruleNames } from "../../changes/rule.ts";
import type { RuleResult } from "../../changes/rules.ts";
import { IdentikitError } from "../../fault/error.ts";
import { verdictOf } from "../../fault/finding.ts";
import { suggestion } from "../../fault/nearest.ts";
import { makeReport } from "../../report/make-report.ts";
import { tally } from "../../report/report.ts";
import { writeReportFiles } from "../accounts/report-files.ts";
import type { CommandContext } from "../context.ts";
import { type Change, openChange } from "../places/change.ts";
import type { CommandResult } from "../result.ts";
import type { ChangesCommandOptions } from "./changes.ts";

export async function run(context: CommandContext, options: ChangesCommandOptions): Promise<CommandResult> {
  const only = options.rule.map(ruleNamed);
  const change = await openChange(context, options);
  const { head, base, request } = change;
  const judgement = await judgeChange({ ...change, tree: head, only, now: context.clock.now() });
  const report = makeReport(
    {
      check: "changes",
      verdict: verdictOf(judgement.findings),
      subject: subjectOf(change),
      facts: factsOf(change, judgement),
      anchor: judgement.rules.file,
      findings: judgement.findings,
    },
    { cwd: context.cwd, root: change.top },
  );
  const files = await writeReportFiles(context, report, options);
  const rules = Object.fromEntries(judgement.results.map((result) => [result.rule, wordOf(result)]));
  const pullRequest = "value" in request ? request.value.number : null;
  return {
    outputs: { rules, pullRequest, base, head, ...files },
    account: [],
    report,
    format: options.format,
  };
}

function ruleNamed(text: string): RuleName {
  const name = ruleNames.find((rule) => rule === text);
  if (name !== undefined) return name;
  throw new IdentikitError("USAGE", `${JSON.stringify(text)} is no rule${suggestion(text, ruleNames)}`, {
    remedy: `The rules are ${ruleNames.join(", ")}.`,
  });
}

/** What a rule came to, in the words of the action's output. */
function wordOf({ verdict, pending }: RuleResult): string {
  if (pending) return "pending";
  return { clean: "holds", drift: "does-not-hold", unverified: "unverified" }[verdict];
}

function subjectOf({ request, base, head }: Change): string {
  const what = "value" in request ? `#${request.value.number} at ${head.slice(0, 12)}` : head.slice(0, 12);
  return `${what} by the rules of ${base.slice(0, 12)}`;
}

function factsOf({ content }: Change, { results }: Judgement): { label: string; value: string }[] {
  return [
    { label: "read from", value: content.description },
    ...results.map((result) => ({
      label: result.rule,
      value: result.findings.length === 0 ? "holds" : `${wordOf(result)}: ${tally(result.findings)}`,
    })),
  ];
}
