import { IdentikitError } from "../../fault/error.ts";
import { markdownCode, markdownProse } from "../../report/markdown-text.ts";
import { type CommandResult, outputMembers } from "../result.ts";
import type { FinishedAttempt } from "./run-tickets.ts";

/** What some attempts came to, for people and for the job that writes back. An attempt that failed has a bundle too. */
export function runAccount(
  finished: readonly FinishedAttempt[],
  faults: readonly IdentikitError[],
): CommandResult {
  const lines = finished.map(lineOf);
  const failed = finished.filter(({ run }) => run.outcome.phase === "Failed").map(failure);
  const [first] = finished;
  return {
    outputs: {
      run: first?.run.run,
      attempt: first?.run.attempt,
      phase: first?.run.outcome.phase,
      bundle: first?.bundle,
      bundles: finished.map(({ bundle }) => bundle),
      report: first?.report,
      attempts: finished.map(({ run, bundle, report }) =>
        outputMembers({
          ...{ run: run.run, attempt: run.attempt, phase: run.outcome.phase, reason: run.outcome.reason },
          ...{ message: run.outcome.message, patch: run.patch, cost: run.usage.cost, bundle, report },
        }),
      ),
    },
    account: lines,
    changed: finished.length > 0,
    summary: finished.map(summaryOf).join("\n"),
    faults: [...faults, ...failed],
  };
}

function lineOf({ run: { run, attempt, outcome, patch, usage } }: FinishedAttempt): string {
  const { phase, reason, message } = outcome;
  const why = reason === undefined ? "" : `: ${reason}${message === undefined ? "" : `, ${message}`}`;
  const work = patch === undefined ? "no file changed" : `patch ${patch}`;
  const cost = usage.cost === undefined ? "" : `, $${usage.cost}`;
  return `${run}: ${attempt} ${phase}${why}; ${work}, ${usage.turns} turns${cost}`;
}

function failure({ run: { attempt, outcome } }: FinishedAttempt): IdentikitError {
  return new IdentikitError(
    "RUN_FAILED",
    `${attempt}: ${outcome.reason}: ${outcome.message ?? "it failed"}`,
    {
      remedy:
        "Look at its events and its transcript; its bundle is there, so its end is written back all the same.",
    },
  );
}

function summaryOf({ run, report }: FinishedAttempt): string {
  const { outcome, isolation, identity, usage, patch } = run;
  const rows = [
    ["Attempt", markdownCode(run.attempt)],
    [
      "Came to",
      `${outcome.phase}${outcome.reason === undefined ? "" : ` (${markdownCode(outcome.reason)})`}`,
    ],
    ...(outcome.message === undefined ? [] : [["Because", markdownProse(outcome.message.slice(0, 500))]]),
    ["Isolation", `${isolation.kind}, network ${isolation.network}`],
    [
      "Own identity",
      identity.unchanged
        ? "unchanged"
        : `changed: ${markdownProse(identity.findings.join("; ").slice(0, 500))}`,
    ],
    [
      "Used",
      `${usage.turns} turns, ${usage.tokens} tokens${usage.cost === undefined ? "" : `, $${usage.cost}`}`,
    ],
    ["Patch", patch === undefined ? "none" : markdownCode(patch)],
    ["Report", `${markdownCode(report)}, with the timeline and every digest`],
  ];
  return [
    `### ${markdownProse(run.run)}`,
    "",
    "| | |",
    "| --- | --- |",
    ...rows.map(([a, b]) => `| ${a} | ${b} |`),
    "",
  ].join("\n");
}
