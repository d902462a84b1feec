import { IdentikitError } from "../../fault/error.ts";

/** Somebody as a commit names them. */
export interface CommitPerson {
  readonly name: string;
  readonly email: string;
}

/** What a commit says. */
export interface CommitMessage {
  readonly title: string;
  readonly body?: string | undefined;
  /** Such as `["Identikit-Run", "r-12"]`, in order: the last paragraph, and so the only one that is read for trailers. */
  readonly trailers: readonly (readonly [key: string, value: string])[];
}

/**
 * The text of a message. What a body says of trailers is text: they are read from the last paragraph alone (git-interpret-trailers(1)).
 * @throws {IdentikitError} `PATCH_INVALID` for a text that git would cut off or read as something else
 */
export function messageText({ title, body, trailers }: CommitMessage): string {
  for (const [key, value] of trailers)
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(key) || value.trim() === "" || hasLineEnd(value))
      throw invalidText(`the trailer ${JSON.stringify(key)} is not one line`);
  if (title.trim() === "" || hasLineEnd(title)) throw invalidText("the title is not one line");
  if (body?.includes("\0")) throw invalidText("the body has a NUL");
  const paragraphs = [
    title.trim(),
    body?.trim() ?? "",
    trailers.map(([key, value]) => `${key}: ${value}`).join("\n"),
  ];
  return `${paragraphs.filter((one) => one !== "").join("\n\n")}\n`;
}

/** The variables that say who, and when; git takes no other date. */
export function personVariables(
  role: "AUTHOR" | "COMMITTER",
  { name, email }: CommitPerson,
  date: string,
): Record<string, string> {
  if (name.trim() === "" || /[<>]/.test(name + email) || hasLineEnd(name + email))
    throw invalidText(`${JSON.stringify(`${name} <${email}>`)} is nobody that a commit can name`);
  const seconds = Math.floor(Date.parse(date) / 1000);
  return {
    [`GIT_${role}_NAME`]: name,
    [`GIT_${role}_EMAIL`]: email,
    [`GIT_${role}_DATE`]: `@${seconds} +0000`,
  };
}

function hasLineEnd(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  return /[\u0000-\u001f\u007f\u2028\u2029]/.test(text);
}

function invalidText(problem: string): IdentikitError {
  return new IdentikitError("PATCH_INVALID", `the commit cannot be made: ${problem}`, {
    remedy: "Write names, titles and trailers in one line each.",
  });
}
