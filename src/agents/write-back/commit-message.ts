import type { Approval } from "../approvals/approval-state.ts";
import type { DispatchAttempt } from "../dispatch/run-status.ts";
import { keyTrailer } from "./idempotency-key.ts";

/**
 * The message of a commit: what the agent says, in which nothing acts by itself any more, and trailers that say which run it is of, with
 * which stack, who approved it, and what it is known again by.
 */
export function commitMessage(
  said: string,
  approval: Approval,
  attempt: DispatchAttempt,
  key: string,
): string {
  const trailers = [
    ["Identikit-Run", `${approval.metadata.namespace}/${attempt.metadata.name}`],
    ["Identikit-Stack", attempt.spec.stackSnapshot.digest],
    ...approversOf(approval).map((name) => ["Identikit-Approved-By", name] as const),
    [keyTrailer, key],
  ];
  return `${said.trim()}\n\n${trailers.map(([name, value]) => `${name}: ${value}`).join("\n")}\n`;
}

/** Who approved a write; the policy where it needs nobody. */
export function approversOf({ status, spec }: Approval): readonly string[] {
  const people = (status.decisions ?? []).flatMap(({ by, verdict }) =>
    verdict === "approve" ? [by.name] : [],
  );
  return people.length > 0 ? people : [spec.rule ?? "policy"];
}

/** Whether a commit's message has a trailer, in its last paragraph, where git looks for them. */
export function hasTrailer(message: string, name: string, value: string): boolean {
  const last = message.trimEnd().split("\n\n").at(-1) ?? "";
  return last.split("\n").includes(`${name}: ${value}`);
}
