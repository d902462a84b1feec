import type { z } from "zod";
import { shortened, visible } from "../../fault/visible.ts";
import type { HostFacts } from "../kinds/actor.ts";
import type { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import type { EventFacts } from "./event-facts.ts";
import { matchesGlob, matchesPathPattern, matchesRepository } from "./glob.ts";

export type TriggerRuleSpec = z.output<typeof agentTriggerRule.spec>;
type Match = NonNullable<TriggerRuleSpec["match"]>;

/** One demand of a rule, and whether the event meets it. */
export interface MatchCheck {
  /** The member of the rule, such as `match.branches`. */
  readonly member: string;
  readonly holds: boolean;
  /** For a person. */
  readonly said: string;
}

/** What a rule is compared with. */
export interface MatchInput {
  readonly rule: string;
  readonly spec: TriggerRuleSpec;
  readonly facts: EventFacts;
  /** What the host says; where it was not asked, the content counts as a fork's. */
  readonly host?: HostFacts | undefined;
}

/**
 * Gitea's names for what happened, and GitHub's for the same. Of labels Gitea says only that they are others now, whether one was set or
 * taken away, so there it is `labeled` as long as one is left.
 */
const alsoCalled: Readonly<Record<string, string>> = {
  synchronized: "synchronize",
  reviewed: "submitted",
  label_updated: "labeled",
  label_cleared: "unlabeled",
};

/** Every demand of a rule on an event. All have to hold; nothing in a rule or an event is evaluated. */
export function matchChecks(input: MatchInput): MatchCheck[] {
  const { rule, spec, facts } = input;
  const checks = [
    check(
      "sources",
      facts.type !== undefined && spec.sources.includes(facts.type),
      facts.type ?? facts.event,
    ),
  ];
  if (facts.type === "schedule") checks.push(scheduleCheck(rule, spec, facts));
  return [
    ...checks,
    ...standingChecks(input),
    ...(spec.match ? memberChecks(spec.match, facts, input.host) : []),
  ];
}

/** Whether every demand holds. */
export function matchesRule(input: MatchInput): boolean {
  return matchChecks(input).every(({ holds }) => holds);
}

function scheduleCheck(rule: string, { schedule }: TriggerRuleSpec, facts: EventFacts): MatchCheck {
  if (facts.scheduledRule !== undefined)
    return check("schedule", facts.scheduledRule === rule, facts.scheduledRule);
  return check("schedule", schedule === undefined || schedule === facts.schedule, facts.schedule);
}

/** What holds for every rule, whether it has a `match` or not. */
function standingChecks({ spec: { match }, facts, host }: MatchInput): MatchCheck[] {
  const { forks = "never" } = match ?? {};
  const isFork = isForkEvent(facts, host);
  const isBot = facts.claimsBot || host?.isBot === true;
  const yes = (value: boolean) => (value ? "yes" : "no");
  return [
    check("match.forks", forks === "untrusted" || isFork === (forks === "only"), `of a fork: ${yes(isFork)}`),
    check("match.drafts", !facts.isDraft || match?.drafts === true, `a draft: ${yes(facts.isDraft)}`),
    check("match.bots", !isBot || match?.bots === true, `by a bot: ${yes(isBot)}`),
    check("an edited text never counts", !facts.isEdited, `edited: ${yes(facts.isEdited)}`),
    check("what is deleted never counts", !facts.isDeleted, `deleted: ${yes(facts.isDeleted)}`),
  ];
}

/** Events that have content of somebody's count as a fork's unless the host says that they are not. */
export function isForkEvent(facts: EventFacts, host: HostFacts | undefined): boolean {
  if (facts.claimsFork) return true;
  if (host) return host.isFork;
  return (
    facts.type === "pull_request" || facts.type === "workflow_run" || facts.refs.pullRequest !== undefined
  );
}

function memberChecks(match: Match, facts: EventFacts, host: HostFacts | undefined): MatchCheck[] {
  const { action, branch, tag, workflow, conclusion, repository } = facts;
  const isUnlabeled = action === "label_updated" && facts.labels.length === 0;
  const other = isUnlabeled ? "unlabeled" : alsoCalled[action ?? ""];
  const actions = [...listed(action), ...listed(other)];
  const labels = [...facts.labels, ...(facts.label === undefined ? [] : [facts.label])];
  const who = host?.actor ?? facts.actor;
  return [
    ...any("repositories", match.repositories, listed(repository), matchesRepository),
    ...any("actions", match.actions, actions),
    ...any("branches", match.branches, listed(branch)),
    ...any("tags", match.tags, listed(tag)),
    ...any("labels", match.labels, labels),
    ...any("actors", match.actors, listed(who), (pattern, login) =>
      matchesGlob(pattern.toLowerCase(), login.toLowerCase()),
    ),
    ...any("paths", match.paths, facts.paths ?? [], matchesPathPattern),
    ...any("workflows", match.workflows, listed(workflow)),
    ...any("conclusions", match.conclusions, listed(conclusion)),
    ...(match.comment ? [commandCheck(match.comment.command, facts)] : []),
  ];
}

function any(
  member: string,
  patterns: readonly string[] | undefined,
  given: readonly string[],
  isMatch: (pattern: string, text: string) => boolean = matchesGlob,
): MatchCheck[] {
  if (!patterns) return [];
  const holds = patterns.some((pattern) => given.some((text) => isMatch(pattern, text)));
  return [check(`match.${member}`, holds, given.length === 0 ? undefined : given.slice(0, 20).join(", "))];
}

function commandCheck(command: string, facts: EventFacts): MatchCheck {
  const [first = ""] = (facts.comment ?? "").split(/\r?\n/, 1);
  return check("match.comment.command", commandArguments(command, facts) !== undefined, first);
}

/** What stands behind a command in the first line of a comment that somebody has just written; `undefined` without the command. */
export function commandArguments(command: string, { type, action, comment }: EventFacts): string | undefined {
  const isNew =
    (type === "comment" && action === "created") ||
    (type === "review" && (action === "submitted" || action === "reviewed"));
  const [line = ""] = (comment ?? "").split(/\r?\n/, 1);
  if (!isNew || !(line === command || line.startsWith(`${command} `))) return undefined;
  return line.slice(command.length).trim();
}

function listed(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}

function check(member: string, holds: boolean, given: string | undefined): MatchCheck {
  return {
    member,
    holds,
    said: given === undefined ? "the event says nothing of it" : visible(shortened(given, 300)),
  };
}
