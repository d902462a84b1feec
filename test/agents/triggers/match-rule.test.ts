import { describe, expect, test } from "vitest";
import type { EventFacts } from "../../../src/agents/triggers/event-facts.ts";
import { readForgeEvent } from "../../../src/agents/triggers/forge-event.ts";
import { commandArguments, matchChecks, matchesRule } from "../../../src/agents/triggers/match-rule.ts";
import { giteaEvent, githubEvent } from "./recorded.ts";
import { ofTheTeam, rule } from "./rules.ts";

const matches = (spec: Readonly<Record<string, unknown>>, facts: EventFacts, host = ofTheTeam) => {
  const stored = rule(spec);
  return matchesRule({ rule: stored.name, spec: stored.spec, facts, host });
};

describe("each member of match decides (P-34)", () => {
  test.each([
    ["repositories", "push", { repositories: ["mira/*"] }, { repositories: ["other/*"] }],
    ["actions", "pull_request", { actions: ["opened"] }, { actions: ["closed"] }],
    ["branches", "pull_request", { branches: ["ma*"] }, { branches: ["feature/*"] }],
    ["tags", "tag", { tags: ["v*"] }, { tags: ["w*"] }],
    ["labels", "label", { labels: ["agent:*"] }, { labels: ["bug"] }],
    ["actors", "push", { actors: ["MIRA"] }, { actors: ["ada"] }],
    ["paths", "push", { paths: ["src/**"] }, { paths: ["docs/**"] }],
    [
      "comment",
      "comment",
      { comment: { command: "/identikit fix" } },
      { comment: { command: "/identikit f" } },
    ],
    ["workflows", "workflow_run", { workflows: ["report.yml"] }, { workflows: ["ci.yml"] }],
    ["conclusions", "workflow_run", { conclusions: ["fail*"] }, { conclusions: ["success"] }],
  ])("%s", (_, source, meets, fails) => {
    const names: Readonly<Record<string, string>> = {
      push: "push",
      tag: "tag",
      pull_request: "pull-request-opened",
      label: "issue-label-set",
      comment: "comment-on-issue",
      workflow_run: "workflow-run-completed",
    };
    const facts = giteaEvent(names[source] ?? "");
    expect(matches({ sources: [source], match: meets }, facts)).toBe(true);
    expect(matches({ sources: [source], match: fails }, facts)).toBe(false);
    expect(matches({ sources: ["issue"], match: meets }, facts)).toBe(false);
  });
});

test("what an event says nothing of is not matched, and the check says so", () => {
  const { spec, name } = rule({ sources: ["issue"], match: { branches: ["*"] } });
  const checks = matchChecks({ rule: name, spec, facts: giteaEvent("issue-opened"), host: ofTheTeam });
  expect(checks.filter(({ holds }) => !holds)).toEqual([
    { member: "match.branches", holds: false, said: "the event says nothing of it" },
  ]);
});

test("a label that GitHub sets and one that Gitea sets both are labeled", () => {
  const labeled = { sources: ["label"], match: { actions: ["labeled"], labels: ["*"] } };
  expect(matches(labeled, githubEvent("issues", "labeled"))).toBe(true);
  expect(matches(labeled, githubEvent("issues", "unlabeled"))).toBe(false);
  expect(matches(labeled, giteaEvent("issue-label-set"))).toBe(true);
  expect(matches(labeled, giteaEvent("issue-label-removed"))).toBe(false);
});

test("an edited comment never counts, although it has the command", () => {
  const spec = { sources: ["comment"], match: { comment: { command: "/identikit fix" } } };
  expect(matches(spec, giteaEvent("comment-on-issue"))).toBe(true);
  expect(matches(spec, giteaEvent("comment-edited"))).toBe(false);
  expect(matches({ sources: ["comment"] }, giteaEvent("comment-edited"))).toBe(false);
  expect(commandArguments("/identikit fix", giteaEvent("comment-on-issue"))).toBe("now");
});

test.each([
  "/identikit fixes",
  " /identikit fix",
  "/identikit\u200b fix",
  "> /identikit fix",
  "see\n/identikit fix",
  "/Identikit fix",
])("the comment %j has no command", (body) => {
  const facts = { ...giteaEvent("comment-on-issue"), comment: body };
  expect(commandArguments("/identikit fix", facts)).toBeUndefined();
});

test("drafts, bots and forks count only where the rule says so", () => {
  const draft = giteaEvent("pull-request-draft");
  expect(matches({ sources: ["pull_request"] }, draft)).toBe(false);
  expect(matches({ sources: ["pull_request"], match: { drafts: true } }, draft)).toBe(true);
  const push = giteaEvent("push");
  expect(matches({ sources: ["push"] }, push, { ...ofTheTeam, isBot: true })).toBe(false);
  expect(matches({ sources: ["push"] }, { ...push, claimsBot: true })).toBe(false);
  expect(matches({ sources: ["push"], match: { bots: true } }, { ...push, claimsBot: true })).toBe(true);
  const fork = giteaEvent("pull-request-of-fork");
  expect(matches({ sources: ["pull_request"] }, fork)).toBe(false);
  expect(matches({ sources: ["pull_request"], match: { forks: "untrusted" } }, fork)).toBe(true);
});

test("a rule is for pull requests of the team, for those of forks, or for both", () => {
  const [own, fork] = [giteaEvent("pull-request-opened"), giteaEvent("pull-request-of-fork")];
  const either = (forks: "never" | "untrusted" | "only") =>
    [own, fork].map((event) => matches({ sources: ["pull_request"], match: { forks } }, event));
  expect([either("never"), either("untrusted"), either("only")]).toEqual([
    [true, false],
    [true, true],
    [false, true],
  ]);
});

test("a payload that hides its fork does not make the host's word weaker, and no word at all counts as a fork", () => {
  const facts = giteaEvent("workflow-run-of-fork-requested");
  expect(facts.claimsFork).toBe(false);
  expect(matches({ sources: ["workflow_run"] }, facts, { ...ofTheTeam, isFork: true })).toBe(false);
  const { spec, name } = rule({ sources: ["workflow_run"] });
  expect(matchesRule({ rule: name, spec, facts })).toBe(false);
  expect(
    matches({ sources: ["pull_request"] }, giteaEvent("pull-request-of-fork"), {
      ...ofTheTeam,
      isFork: false,
    }),
  ).toBe(false);
});

test("a schedule that is due is for its rule alone", () => {
  const facts = { ...readForgeEvent("schedule", { repository: { full_name: "o/r" } }), scheduledRule: "fix" };
  const spec = { sources: ["schedule"], schedule: "0 6 * * *" };
  expect(matches(spec, facts)).toBe(true);
  expect(matches(spec, { ...facts, scheduledRule: "other" })).toBe(false);
});
