import { en } from "zod/locales";
import type { z } from "zod/mini";
import { IdentikitError } from "../../fault/error.ts";

/**
 * Raw values from a face as a command's options.
 * @param nameOf how the face calls an option: `--into`, `input into`
 * @throws {IdentikitError} `USAGE` naming every option that is wrong, what was given, and what is allowed
 */
export function parseOptions<Schema extends z.ZodMiniType>(
  schema: Schema,
  raw: Readonly<Record<string, unknown>>,
  nameOf: (key: string) => string,
): z.output<Schema> {
  // One value is parsed: a parser compiled for the schema would take longer than it saves.
  const result = schema.safeParse(raw, { error: messageOfIssue, jitless: true });
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const [key] = issue.path;
    if (typeof key !== "string") return issue.message;
    if (raw[key] === undefined) return `${nameOf(key)} is missing`;
    return `${nameOf(key)} is ${JSON.stringify(raw[key])}: ${lowerFirst(issue.message)}`;
  });
  throw new IdentikitError("USAGE", problems.join("; "), { remedy: "See --help, or the action's README." });
}

/** The schemas of the faces bring no words for what is wrong: those are needed where something is. */
const messageOfIssue: z.core.$ZodErrorMap = (issue) => en().localeError(issue);

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
