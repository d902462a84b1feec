import type { Launch } from "../launch.ts";
import type { LaunchParts, ToolProfile } from "../launch-parts.ts";

export type ToolAnswer = "allow" | "ask" | "deny";

/** What an agent may do with tools, with all that a stack says of it taken together. */
export interface ToolRules {
  /** The tools that are named, by the names that the client gives them. */
  readonly answers: ReadonlyMap<string, ToolAnswer>;
  /** The answer for the others; nothing where the profile leaves it to the client, which asks for what changes something. */
  readonly others: ToolAnswer | undefined;
  readonly commandsAllowed: readonly string[];
  readonly commandsDenied: readonly string[];
  /** What the client's tools may write: an answer where the isolation does not hold the agent to it already. */
  readonly writes: ToolProfile["filesystemPolicy"]["mode"];
  /** Paths of the workspace. */
  readonly unreadable: readonly string[];
  readonly unwritable: readonly string[];
  /** Whether the isolation itself keeps the agent to `writes`. */
  readonly isApart: boolean;
}

/**
 * The rules of a stack's tool profile, or of a subagent's. Without one, the client's own rules hold.
 * A person is asked only where `approvalMode` has one asked; with `never`, what needs an approval is refused.
 */
export function toolRules(
  profile: ToolProfile | undefined,
  { approvalMode }: Pick<LaunchParts, "approvalMode">,
  { isolation }: Pick<Launch, "isolation">,
): ToolRules {
  const { "*": others, ...named } = profile?.approvalPolicyByTool ?? {};
  const settled = (answer: ToolAnswer): ToolAnswer =>
    answer === "ask" && approvalMode === "never" ? "deny" : answer;
  const forOthers = approvalMode === "always" && others !== "deny" ? "ask" : others;
  return {
    answers: new Map(Object.entries(named).map(([tool, answer]) => [tool, settled(answer)])),
    others: forOthers && settled(forOthers),
    commandsAllowed: profile?.commandsAllowed ?? [],
    commandsDenied: profile?.commandsDenied ?? [],
    writes: profile?.filesystemPolicy.mode ?? "workspace_write",
    unreadable: profile?.filesystemPolicy.denied ?? [],
    unwritable: profile?.filesystemPolicy.readOnly ?? [],
    isApart: isolation !== "user",
  };
}

/** The answer for a tool, by each of the names that it goes by. */
export function answerFor(
  { answers, others }: ToolRules,
  ...names: readonly string[]
): ToolAnswer | undefined {
  for (const name of names) {
    const answer = answers.get(name);
    if (answer !== undefined) return answer;
  }
  return others;
}
