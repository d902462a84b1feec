import type { Finding } from "../../fault/finding.ts";
import type { Session } from "../connection/session.ts";
import type { FilePlace } from "./builtin-files.ts";

/** The prompt that a type or an agent gets by the repository's files. */
export interface GivenPrompt {
  readonly name: string;
  readonly what: "type" | "agent";
  /** The `scope_ref` of its builtin row, and of its type's where it has none itself. */
  readonly references: readonly string[];
  /** The texts that it is made of, in order. */
  readonly parts: readonly string[];
  /** Where its entry names them. */
  readonly place: FilePlace;
}

/**
 * A warning for each prompt that is about to lose parts and nothing else: its files are all in the prompt that the database has, in
 * the same order, and that one has more. What else the list held is not recorded anywhere, so a prompt that is rewritten at the same
 * time is not noticed.
 */
export async function shorterPrompts(
  { query }: Session,
  prompts: readonly GivenPrompt[],
): Promise<Finding[]> {
  const rows = await query
    .selectFrom("system_prompt")
    .select(["scope_ref", "enabled", "value"])
    .where("scope", "=", "builtin")
    .execute();
  const before = new Map(
    rows.filter(({ enabled }) => Boolean(enabled)).map(({ scope_ref, value }) => [scope_ref, value]),
  );
  return prompts.flatMap(({ name, what, references, parts, place }) => {
    const row = references.map((each) => before.get(each)).find((each) => each !== undefined);
    const lost = row === undefined ? 0 : lengthLost(String(JSON.parse(row)), parts);
    if (lost === 0) return [];
    return {
      code: "PROMPT_SHORTER",
      severity: "warning",
      path: name,
      expected: "the prompt that the config database has",
      actual: `the prompt of the ${what} ${name} has lost a part of ${lost} characters, and nothing else in it has changed`,
      remedy: "Check that this is meant; config sync without --strict takes it over.",
      subject: `${what} ${name}`,
      location: place,
    } satisfies Finding;
  });
}

const between = "\n\n";

/** How many characters stand beside the parts in the text before; 0 where a part is not in it, whole and in order. */
function lengthLost(before: string, parts: readonly string[]): number {
  let rest = before.trim();
  let lost = 0;
  for (const part of parts.map((text) => text.trim())) {
    const at = `${between}${rest}${between}`.indexOf(between + part + between);
    if (at === -1) return 0;
    lost += rest.slice(0, at).trim().length;
    rest = rest.slice(at + part.length).trimStart();
  }
  return parts.length === 0 ? 0 : lost + rest.length;
}
