import type { Approval } from "../approvals/approval-state.ts";
import type { DispatchAttempt } from "../dispatch/run-status.ts";
import { keyTrailer } from "./idempotency-key.ts";
import { outgoingTitle } from "./outgoing-text.ts";
import type { WrittenMessage } from "./write-ports.ts";

/**
 * The message of a commit: what the agent says, in which nothing acts by itself any more, and trailers that say which run it is of, with
 * which stack, who approved it, and what it is known again by.
 */
export function commitMessage(
  said: string,
  approval: Approval,
  attempt: DispatchAttempt,
  key: string,
): WrittenMessage {
  const [title = "", ...rest] = said.trim().split("\n");
  return {
    title: outgoingTitle(title),
    body: rest.join("\n").trim(),
    trailers: [
      ["Identikit-Run", `${approval.metadata.namespace}/${attempt.metadata.name}`],
      ["Identikit-Stack", attempt.spec.stackSnapshot.digest],
      ...approversOf(approval).map((name) => ["Identikit-Approved-By", name] as const),
      [keyTrailer, key],
    ],
  };
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
