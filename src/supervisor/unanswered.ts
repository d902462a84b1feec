import { readFileSync } from "node:fs";
import { join } from "node:path";
import { outboxAnswer } from "../agents/outbox/outbox-answer.ts";
import type { OutboxRequest } from "../agents/outbox/outbox-request.ts";

/** The name of the file with the answers of people. */
export const answersFile = "answers.jsonl";

/** What the agent asked a person for and nobody has answered. */
export function unanswered(requests: readonly OutboxRequest[], folder: string): string[] {
  const answered = new Set(answersIn(folder));
  return requests.flatMap((request) =>
    request.type === "approval" && (request.id === undefined || !answered.has(request.id))
      ? [request.title]
      : [],
  );
}

/** We wrote the file ourselves; the agent cannot. */
function answersIn(folder: string): string[] {
  let text: string;
  try {
    text = readFileSync(join(folder, answersFile), "utf8");
  } catch {
    return [];
  }
  return text
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const { id, answer } = outboxAnswer.parse(JSON.parse(line));
      return answer === "expired" ? [] : [id];
    });
}
