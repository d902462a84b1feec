import { appendFileSync, readFileSync } from "node:fs";

/** Where requests go to, and answers come from. */
export interface OutboxFiles {
  /** Appends a whole line. */
  append(line: string): void;
  /** The answer to a request, once there is one. */
  answerTo(
    id: string,
  ): { readonly answer: string; readonly by?: string; readonly comment?: string } | undefined;
}

/** The two files as the agent sees them. It may do with them what it likes anyway: the supervisor reads them as what a stranger wrote. */
export function outboxFiles(outbox: string, answers: string): OutboxFiles {
  return {
    append: (line) => appendFileSync(outbox, `${line}\n`),
    answerTo: (id) => {
      for (const line of textOf(answers).split("\n").reverse()) {
        const found = answerIn(line);
        if (found?.id === id) return found;
      }
      return undefined;
    },
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Nobody has answered anything yet.
    return "";
  }
}

interface AnswerLine {
  readonly id: string;
  readonly answer: string;
  readonly by?: string;
  readonly comment?: string;
}

function answerIn(line: string): AnswerLine | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isAnswer(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isAnswer(value: unknown): value is AnswerLine {
  if (typeof value !== "object" || value === null) return false;
  const isText = (key: "by" | "comment") =>
    !(key in value) || typeof Object.entries(value).find(([name]) => name === key)?.[1] === "string";
  return (
    "id" in value &&
    typeof value.id === "string" &&
    "answer" in value &&
    typeof value.answer === "string" &&
    isText("by") &&
    isText("comment")
  );
}
