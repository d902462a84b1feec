import { describe, expect, test } from "vitest";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentTriggerExecution } from "../../../src/agents/kinds/record/agent-trigger-execution.ts";
import { workItem } from "../../../src/agents/kinds/record/work-item.ts";
import type { DeliveryInput } from "../../../src/agents/triggers/delivery-plan.ts";
import { manualEvent } from "../../../src/agents/triggers/manual-event.ts";
import type { KnownRun } from "../../../src/agents/triggers/open-run.ts";
import { planDelivery } from "../../../src/agents/triggers/plan-delivery.ts";
import { dueSchedules } from "../../../src/agents/triggers/schedule.ts";
import { certain } from "../../../src/fault/certain.ts";
import { giteaEvent, githubEvent } from "./recorded.ts";
import { now, ofTheTeam, rule } from "./rules.ts";

const labelled = giteaEvent("issue-label-set");
const plan = (input: Partial<DeliveryInput>) =>
  planDelivery({
    delivery: "d-1",
    facts: labelled,
    host: ofTheTeam,
    rules: [rule({})],
    runs: [],
    now,
    ...input,
  });
const only = (input: Partial<DeliveryInput>) => {
  const { executions } = plan(input);
  expect(executions).toHaveLength(1);
  return executions[0];
};
const open = (name: string, more: Partial<KnownRun>): KnownRun => ({
  name,
  isOver: false,
  queuedAt: now,
  ...more,
});

test("a rule that matches makes one execution and one run, by names that the same delivery always gives (P-56)", () => {
  const first = only({});
  expect(first?.spec).toMatchObject({
    decision: "Created",
    triggerRule: "fix",
    delivery: "d-1",
    actor: "mira",
    run: first?.run?.name,
  });
  expect(only({})).toEqual(first);
  expect(only({ delivery: "d-2" })?.name).not.toBe(first?.name);
  expect(agentTriggerExecution.spec.parse(first?.spec)).toEqual(first?.spec);
  expect(agentDispatchRun.spec.parse(first?.run?.spec)).toMatchObject({
    repository: "mira/berths",
    source: "label",
    triggerRule: "fix",
    requestedBy: { kind: "User", name: "mira" },
    sourceRefs: { issue: 1 },
  });
});

test("a delivery that no rule matches is ignored, and each rule says what did not hold", () => {
  const { phase, executions, unmatched } = plan({ rules: [rule({ match: { labels: ["bug"] } })] });
  expect({ phase, executions }).toEqual({ phase: "Ignored", executions: [] });
  expect(unmatched).toEqual([
    { rule: "fix", check: { member: "match.labels", holds: false, said: "agent:fix" } },
  ]);
});

test("an event that has the key of an open run joins it, and says which run and which key (P-24)", () => {
  const key = only({})?.spec.dedupeKey;
  const execution = only({ delivery: "d-2", runs: [open("run-1", { dedupeKey: key })] });
  expect(execution?.spec).toMatchObject({
    decision: "Coalesced",
    code: "DEDUPED",
    run: "run-1",
    dedupeKey: "rule=fix&repository=mira%2Fberths&number=1&head=",
  });
  expect(execution?.run).toBeUndefined();
  expect(only({ runs: [open("run-1", { dedupeKey: key, isOver: true })] })?.spec.decision).toBe("Created");
});

test("with a window the key counts as long as that, whether the run is over or not", () => {
  const spec = { dedupePolicy: { key: ["rule"], window: "10m" } };
  const run = (queuedAt: string) =>
    only({ rules: [rule(spec)], runs: [open("run-1", { dedupeKey: "rule=fix", isOver: true, queuedAt })] })
      ?.spec.decision;
  expect(run("2026-11-22T00:55:00Z")).toBe("Coalesced");
  expect(run("2026-11-22T00:50:00Z")).toBe("Created");
});

test("10,000 deliveries of one failing check make one run, and 9,999 join it (P-24)", () => {
  const facts = githubEvent("check_run", "completed");
  const rules = [rule({ sources: ["webhook"], dedupePolicy: { key: ["rule", "repository", "failure"] } })];
  const runs: KnownRun[] = [];
  const decisions = Array.from({ length: 10_000 }, (_, at) => {
    const execution = only({
      facts: { ...facts, refs: { ...facts.refs, head: String(at).padStart(40, "0") } },
      rules,
      runs,
      delivery: `d-${at}`,
    });
    if (execution?.run) runs.push(open(execution.run.name, execution.run));
    return execution?.spec.decision;
  });
  expect(decisions.filter((one) => one === "Created")).toHaveLength(1);
  expect(decisions.filter((one) => one === "Coalesced")).toHaveLength(9999);
});

describe("a group that is full", () => {
  const full = (whenFull: string, limit = 1) => {
    const policy = { group: ["rule"], limit, whenFull };
    const runs = ["2", "1", "3"].map((at) =>
      open(`run-${at}`, { concurrencyKey: "rule=fix", queuedAt: `2026-11-22T00:0${at}:00Z` }),
    );
    return only({ rules: [rule({ concurrencyPolicy: policy })], runs });
  };

  test("holds one more back", () => {
    expect(full("queue")).toMatchObject({
      isHeld: true,
      cancel: [],
      spec: { decision: "Created", code: "CONCURRENCY_QUEUED", concurrencyKey: "rule=fix" },
    });
  });

  test("takes it into its newest run (P-24)", () => {
    expect(full("coalesce")).toMatchObject({
      spec: { decision: "Coalesced", code: "CONCURRENCY_COALESCED", run: "run-3" },
    });
  });

  test("refuses it (P-23)", () => {
    expect(full("reject")?.run).toBeUndefined();
    expect(full("reject")?.spec).toMatchObject({ decision: "Rejected", code: "CONCURRENCY_REJECTED" });
  });

  test("cancels as many of the oldest as it takes to make room", () => {
    expect(full("cancel_oldest")).toMatchObject({
      cancel: ["run-1", "run-2", "run-3"],
      isHeld: false,
      spec: { decision: "Created" },
    });
    expect(full("cancel_oldest", 3)?.cancel).toEqual(["run-1"]);
  });

  test("is not full while there is room", () => {
    expect(full("reject", 4)?.spec.decision).toBe("Created");
  });
});

test("two rules of one delivery count for each other", () => {
  const shared = { dedupePolicy: { key: ["repository", "number"] } };
  const { executions } = plan({ rules: [rule(shared, "b"), rule(shared, "a")] });
  expect(executions.map(({ spec }) => [spec.triggerRule, spec.decision, spec.run])).toEqual([
    ["a", "Created", executions[0]?.run?.name],
    ["b", "Coalesced", executions[0]?.run?.name],
  ]);
});

test.each([
  ["Draft", "RULE_DRAFT"],
  ["Paused", "RULE_PAUSED"],
])("a rule that is %s records what would have happened, and starts nothing", (lifecycle, code) => {
  const execution = only({ rules: [rule({ lifecycle })] });
  expect(execution?.run).toBeUndefined();
  expect(execution?.spec).toMatchObject({
    decision: "Rejected",
    code,
    reason: expect.stringContaining("would be Created"),
  });
});

test.each(["Disabled", "Archived"])("a rule that is %s is not looked at", (lifecycle) => {
  expect(plan({ rules: [rule({ lifecycle })] })).toEqual({ phase: "Ignored", executions: [], unmatched: [] });
});

test("a fork's event waits for a person, and only where the rule takes forks", () => {
  const facts = giteaEvent("pull-request-of-fork");
  const host = { ...ofTheTeam, actor: "stranger", isFork: true };
  const takes = rule({ sources: ["pull_request"], match: { forks: "untrusted" } });
  expect(only({ facts, host, rules: [takes] })?.spec).toMatchObject({
    decision: "WaitingForApproval",
    code: "FORK_APPROVAL",
  });
  expect(plan({ facts, host, rules: [rule({ sources: ["pull_request"] })] }).phase).toBe("Ignored");
});

test("a rule and admission can want a person, and admission can refuse (P-23)", () => {
  expect(only({ rules: [rule({ approval: "required" })] })?.spec).toMatchObject({
    decision: "WaitingForApproval",
    code: "RULE_APPROVAL",
  });
  const reason = (effect: "approval" | "deny") => ({ code: "X", effect, message: `because of ${effect}` });
  const answer = (verdict: "requiresApproval" | "denied") => () => ({
    verdict,
    tier: "trusted" as const,
    reasons: [reason(verdict === "denied" ? "deny" : "approval")],
    digest: `sha256:${"0".repeat(64)}`,
  });
  expect(only({ admit: answer("requiresApproval") })?.spec).toMatchObject({
    decision: "WaitingForApproval",
    code: "ADMISSION_APPROVAL",
    reason: "because of approval",
  });
  const denied = only({
    admit: answer("denied"),
    runs: [open("run-1", { dedupeKey: "rule=fix&repository=mira%2Fberths&number=1&head=" })],
  });
  expect(denied?.spec).toMatchObject({
    decision: "Rejected",
    code: "ADMISSION_DENIED",
    reason: "because of deny",
    actor: "mira",
  });
  expect(denied?.run).toBeUndefined();
});

test("without the host's word, without a repository and with a text that needs logic nothing starts, and the reason is kept (P-23)", () => {
  expect(only({ host: undefined })?.spec).toMatchObject({ decision: "Rejected", code: "HOST_FACTS_MISSING" });
  const { repository: _, ...nowhere } = labelled;
  expect(only({ facts: nowhere })?.spec).toMatchObject({ decision: "Rejected", code: "REPOSITORY_MISSING" });
  expect(only({ rules: [rule({ prompt: "{{ x }}" })] })?.spec).toMatchObject({
    decision: "Rejected",
    code: "RULE_INVALID",
  });
});

test("a rule that asks for paths which nobody knows is refused, not forgotten", () => {
  const rules = [rule({ sources: ["pull_request"], match: { paths: ["src/**"] } })];
  const facts = giteaEvent("pull-request-opened");
  expect(only({ facts, rules })?.spec).toMatchObject({ decision: "Rejected", code: "PATHS_UNKNOWN" });
  expect(only({ facts: { ...facts, paths: ["src/a.ts"] }, rules })?.spec.decision).toBe("Created");
  expect(plan({ facts: { ...facts, paths: ["docs/a.md"] }, rules }).phase).toBe("Ignored");
});

test("a value cannot pass for another part of a key", () => {
  const rules = [rule({ dedupePolicy: { key: ["label", "number"] }, sources: ["label"] })];
  const key = (label: string) => only({ facts: { ...labelled, label }, rules })?.spec.dedupeKey;
  expect(key("a&number=2")).toBe("label=a%26number%3D2&number=1");
  expect(key(`${"x".repeat(2000)}`)).toMatch(/^sha256:/);
  expect(key("\ud800")).toBeDefined();
});

test("a rule that wants a work item gets one for each object of the forge, whichever event it is", () => {
  const rules = [rule({ sources: ["label", "comment"], workItem: { mode: "create", state: "doing" } })];
  const first = only({ rules })?.workItem;
  const second = only({ rules, delivery: "d-2", facts: giteaEvent("comment-on-issue") })?.workItem;
  expect(workItem.spec.parse(first?.spec)).toMatchObject({
    target: { kind: "issue", id: "1" },
    state: "doing",
  });
  expect(second?.name).toBe(first?.name);
  expect(only({ rules: [rule({})] })?.workItem).toBeUndefined();
});

test("a schedule that is due makes a run that nobody but the schedule asked for", () => {
  const schedule = rule({ sources: ["schedule"], schedule: "0 7 * * *", match: { repositories: ["o/r"] } });
  const since = new Date("2026-11-21T12:00:00Z");
  const [due] = dueSchedules([{ ...schedule, since }], new Date("2026-11-22T09:00:00Z"));
  const execution = only({ facts: certain(due).facts, host: undefined, rules: [schedule] });
  expect(execution?.spec).toMatchObject({ decision: "Created" });
  expect(execution?.run?.spec).toMatchObject({
    requestedBy: { kind: "System", name: "schedule" },
    repository: "o/r",
  });
});

test("a start by hand is an event like any other, and its ref is checked", () => {
  const facts = manualEvent({
    repository: "o/r",
    actor: "mira",
    ref: "main",
    head: "a".repeat(40),
    inputs: { task: "tidy" },
  });
  expect(facts).toMatchObject({ type: "manual", branch: "main", inputs: { task: "tidy" } });
  expect(only({ facts, rules: [rule({ sources: ["manual"] })] })?.spec.decision).toBe("Created");
  const unsafe = () => manualEvent({ repository: "o/r", actor: "mira", ref: "--upload-pack" });
  expect(unsafe).toThrow(expect.objectContaining({ code: "REF_UNSAFE" }));
});

test("an event of a fork neither takes the place of the team's runs nor ends one", () => {
  const facts = giteaEvent("pull-request-of-fork");
  const whole = {
    sources: ["pull_request"],
    match: { forks: "untrusted" },
    dedupePolicy: { key: ["rule"] },
    concurrencyPolicy: { group: ["rule"], whenFull: "cancel_oldest" },
  };
  const rules = [rule(whole)];
  const host = { ...ofTheTeam, isFork: true };
  const ofTeam = open("run-1", { dedupeKey: "rule=fix", concurrencyKey: "rule=fix" });
  const first = only({ facts, host, rules, runs: [ofTeam] });
  expect(first).toMatchObject({
    cancel: [],
    spec: { decision: "WaitingForApproval", dedupeKey: "fork=yes&rule=fix" },
  });
  const waiting = open(certain(first?.run).name, certain(first?.run));
  const team = only({ facts: giteaEvent("pull-request-opened"), rules, runs: [waiting], delivery: "d-2" });
  expect(team?.spec).toMatchObject({ decision: "Created", dedupeKey: "rule=fix" });
  const other = open("run-2", { concurrencyKey: "fork=yes&rule=fix" });
  expect(only({ facts, host, rules, runs: [other], delivery: "d-3" })?.cancel).toEqual([]);
});
