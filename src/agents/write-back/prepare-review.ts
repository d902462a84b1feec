import { outgoingText } from "./outgoing-text.ts";
import { type Asked, ofItself, type PreparedRequest } from "./prepared-request.ts";
import type { WriteRefusal } from "./write-back-codes.ts";
import type { WriteScene } from "./write-scene.ts";
import { numbered, writeRefused } from "./write-targets.ts";

/** A review of a pull request, with its findings at their lines. An agent's approval is a comment: only people approve. */
export function prepareReview(request: Asked<"review">, scene: WriteScene): PreparedRequest | WriteRefusal {
  const target = numbered(request.number, scene);
  if ("code" in target) return target;
  const head = scene.heads.get(`pull_request ${target.id}`);
  if (head === undefined)
    return writeRefused("WRITE_BACK_TARGET", `#${target.id} is no pull request that could be read`);
  const findings = (request.findings ?? []).map(
    ({ path, line, endLine, side, severity, message, suggestion }) => ({
      path,
      ...(line === undefined ? {} : { line }),
      ...(endLine === undefined ? {} : { endLine }),
      side,
      body: outgoingText(
        `**${severity}**: ${message}${suggestion === undefined ? "" : `\n\n${quotedSuggestion(suggestion)}`}`,
      ),
    }),
  );
  const verdict =
    request.decision === "request_changes" ? ("request_changes" as const) : ("comment" as const);
  const opinion = request.decision === "approve" ? "The agent has no objections.\n\n" : "";
  const body = outgoingText(`${opinion}${request.summary ?? ""}`.trim() || `${findings.length} findings.`);
  const { repository } = scene.run.spec;
  const number = Number(target.id);
  const write = { action: "review" as const, repository, number, head, verdict, body, findings };
  const pull = { ...target, kind: "pull_request" as const };
  return {
    ...ofItself(write, pull, `Review of #${target.id}: ${findings.length} findings`),
    targetHead: head,
  };
}

/** As text: a suggestion that a click would commit is for people to write. */
function quotedSuggestion(suggestion: string): string {
  const longest = Math.max(2, ...[...suggestion.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `Suggested:\n\n${fence}\n${suggestion}\n${fence}`;
}
