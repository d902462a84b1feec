import { expect, test } from "vitest";
import { narrowBudget } from "../../../src/agents/dispatch/run-budget.ts";
import { runWriteBack } from "../../../src/agents/dispatch/run-write-back.ts";
import { writeBackPolicy } from "../../../src/agents/kinds/write-back.ts";

const policy = (...entries: readonly object[]) => writeBackPolicy.parse(entries);

test("a run may write back what its stack and its rule both allow, the narrower of each (P-57)", () => {
  const stack = policy(
    { action: "comment", limit: 3 },
    { action: "pull_request", paths: ["src/**", "docs/**"] },
  );
  const rule = policy(
    { action: "comment", limit: 10 },
    { action: "pull_request", paths: ["src/app/**", "agents/**"] },
    { action: "label" },
  );
  expect(runWriteBack(stack, rule, "trusted")).toEqual([
    { action: "comment", limit: 3, approval: "required" },
    { action: "pull_request", limit: 1, approval: "required", paths: ["src/app/**"] },
  ]);
  expect(runWriteBack(stack, [], "trusted")).toEqual([]);
  expect(runWriteBack(undefined, rule, "trusted")).toEqual([]);
  expect(runWriteBack(stack, "no rule", "trusted")).toEqual(stack);
});

test("paths or labels of which nothing is left allow nothing, and not everything", () => {
  const of = (entry: object) => policy({ action: "label", ...entry });
  expect(runWriteBack(of({ labels: ["a"] }), of({ labels: ["b"] }), "trusted")).toEqual([]);
  expect(runWriteBack(of({ labels: ["a", "b"] }), of({ labels: ["b"] }), "trusted")).toMatchObject([
    { labels: ["b"] },
  ]);
  expect(runWriteBack(of({}), of({ labels: ["b"] }), "trusted")).toMatchObject([{ labels: ["b"] }]);
});

test("a write-back goes without a person only where both say so and the work is trusted (P-57)", () => {
  const free = policy({ action: "comment", approval: "never" });
  const approvals = (rule: typeof free, tier: "trusted" | "restricted" | "untrusted") =>
    runWriteBack(free, rule, tier).map(({ approval }) => approval);
  expect(approvals(free, "trusted")).toEqual(["never"]);
  expect(approvals(policy({ action: "comment" }), "trusted")).toEqual(["required"]);
  expect(approvals(free, "restricted")).toEqual(["required"]);
  expect(approvals(free, "untrusted")).toEqual(["required"]);
});

test("a run's budget only narrows the stack's", () => {
  expect(narrowBudget({ time: "30m", cost: "5" }, { time: "1h", cost: "2.50", turns: 10 })).toEqual({
    time: "30m",
    cost: "2.50",
    turns: 10,
  });
  expect(narrowBudget(undefined, undefined)).toEqual({});
});
