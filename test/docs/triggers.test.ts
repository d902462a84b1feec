import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { agentTriggerRule, usualDedupeKey } from "../../src/agents/kinds/config/agent-trigger-rule.ts";
import { eventSource } from "../../src/agents/kinds/fields.ts";
import { checkResource } from "../../src/agents/resource/check-resource.ts";
import type { StoredRule } from "../../src/agents/triggers/delivery-plan.ts";
import type { EventFacts } from "../../src/agents/triggers/event-facts.ts";
import { executionCodes } from "../../src/agents/triggers/execution-code.ts";
import { planDelivery } from "../../src/agents/triggers/plan-delivery.ts";
import { checkRuleText, factNames } from "../../src/agents/triggers/rule-text.ts";
import { Schedule } from "../../src/agents/triggers/schedule.ts";
import { fieldsOf } from "../../src/fault/thrown.ts";
import { giteaEvent } from "../agents/triggers/recorded.ts";
import { now, ofTheTeam } from "../agents/triggers/rules.ts";
import { house } from "./documents.ts";

const page = readFileSync(join(house, "docs/reference/triggers.md"), "utf8");
const examples: readonly StoredRule[] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => {
  const { declared } = checkResource(parse(text), { namespace: "tidewater" });
  return {
    name: declared.metadata.name,
    generation: 1,
    spec: agentTriggerRule.spec.parse(declared.spec),
  };
});
const written: readonly unknown[] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
  ([, text = ""]) => fieldsOf(parse(text)).spec,
);

/** An event of the tests' forge as one of Tidewater's. */
const event = (name: string, changes: Partial<EventFacts> = {}): EventFacts => ({
  ...giteaEvent(name),
  repository: "tidewater/berths",
  ...changes,
});
const decide = (rule: string, facts: EventFacts, isFork = false) =>
  planDelivery({
    delivery: "d",
    facts,
    host: { ...ofTheTeam, isFork },
    rules: examples.filter(({ name }) => name === rule),
    runs: [],
    now,
  }).executions.map(({ spec }) => spec.decision)[0] ?? "Ignored";

const code = { branch: "release/2.1", paths: ["src/tides.go"] };
const failed = { workflow: "ci", conclusion: "failure" };
const due = {
  ...event("push"),
  type: "schedule",
  scheduledRule: "nightly-diagnosis",
  schedule: "30 4 * * 1-5",
} as const;

describe("the page about triggers", () => {
  test.each<[string, string, EventFacts, string, boolean?]>([
    [
      "fix-on-label",
      "the label",
      event("issue-label-set", { label: "agent:fix", labels: ["agent:fix"] }),
      "Created",
    ],
    ["fix-on-label", "another label", event("issue-label-set", { label: "bug", labels: ["bug"] }), "Ignored"],
    ["check-release", "a push of code", event("push", code), "Created"],
    ["check-release", "a push of documents", event("push", { ...code, paths: ["docs/a.md"] }), "Ignored"],
    ["check-release", "a push to another branch", event("push", { ...code, branch: "topic" }), "Ignored"],
    ["release-notes", "a tag", event("tag", { tag: "v2.1" }), "Created"],
    ["release-notes", "another tag", event("tag", { tag: "nightly" }), "Ignored"],
    ["fix-on-command", "the command", event("comment-on-issue", { comment: "/identikit fix it" }), "Created"],
    [
      "fix-on-command",
      "it in a sentence",
      event("comment-on-issue", { comment: "Try /identikit fix" }),
      "Ignored",
    ],
    ["diagnose-red-build", "a failure", event("workflow-run-completed", failed), "Created"],
    [
      "diagnose-red-build",
      "a success",
      event("workflow-run-completed", { ...failed, conclusion: "success" }),
      "Ignored",
    ],
    ["review-pull-requests", "a draft", event("pull-request-draft"), "Created"],
    ["review-pull-requests", "a fork's", event("pull-request-of-fork"), "Ignored", true],
    ["nightly-diagnosis", "its time", due, "WaitingForApproval"],
    ["nightly-diagnosis", "another rule's time", { ...due, scheduledRule: "other" }, "Ignored"],
    ["review-forks", "a fork's", event("pull-request-of-fork"), "WaitingForApproval", true],
    ["review-forks", "one of the team", event("pull-request-opened"), "Ignored"],
  ])("shows a rule %s, for which %s is decided", (rule, _, facts, decision, isFork) => {
    expect(decide(rule, facts, isFork)).toBe(decision);
  });

  test("shows only rules that can be applied, with texts and schedules that can be read", () => {
    expect(examples.map(({ name }) => name).toSorted()).toEqual([
      "check-release",
      "diagnose-red-build",
      "fix-on-command",
      "fix-on-label",
      "nightly-diagnosis",
      "release-notes",
      "review-forks",
      "review-pull-requests",
    ]);
    for (const { spec } of examples) {
      if (spec.prompt !== undefined) checkRuleText(spec.prompt);
      if (spec.schedule !== undefined) Schedule.parse(spec.schedule);
    }
  });

  test("has an example of every option of a rule", () => {
    expect(optionsOf(agentTriggerRule.spec).filter((path) => !written.some((one) => has(one, path)))).toEqual(
      [],
    );
  });

  test("names every source, fact, key and code, and no other", () => {
    const rowsUnder = (heading: string) =>
      (page.split(`| ${heading} |`)[1]?.split("\n\n")[0] ?? "").split("\n").flatMap((line) => {
        const [, name] = /^\| `(\w+)`/.exec(line) ?? [];
        return name === undefined ? [] : [name];
      });
    expect(rowsUnder("source")).toEqual(eventSource.options);
    expect(rowsUnder("code of an execution")).toEqual(Object.keys(executionCodes));
    const listed = (before: string) =>
      [...(page.split(before)[1]?.split(".")[0] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(listed("Facts:")).toEqual(factNames);
    const policy = agentTriggerRule.spec.shape.dedupePolicy.unwrap().shape;
    expect(listed("The key is a list of facts:")).toEqual(policy.key.unwrap().element.options);
    expect(usualDedupeKey).toEqual(["rule", "repository", "number", "head"]);
    expect(page).toMatch(/Without a policy it is rule,\s+repository, number and head\./);
    const lifecycles = agentTriggerRule.spec.shape.lifecycle.unwrap().options;
    for (const one of lifecycles) expect(page).toContain(`\`${one}\``);
  });
});

/** The paths of all options; of lists, those of their entries. */
function optionsOf(schema: z.ZodType, path: readonly string[] = []): string[][] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return optionsOf(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodObject)
    return Object.entries<z.ZodType>(schema.shape).flatMap(([name, inner]) =>
      optionsOf(inner, [...path, name]),
    );
  return [[...path]];
}

function has(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return value !== undefined;
  return has(fieldsOf(value)[name], rest);
}
