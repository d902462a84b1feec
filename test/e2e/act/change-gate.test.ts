import { expect, test } from "vitest";
import { requires } from "../../requirement.ts";
import { ActPull, shipped } from "./act-pull.ts";
import { propose, ruleBreaks, ruledMain } from "./rule-breaks.ts";

const statusesOf = (outcome: (rule: string) => string) =>
  ruleBreaks.map(({ rule }) => `identikit/change/${rule}: ${outcome(rule)}`).toSorted();

requires("act")("the shipped change-gate.yml", () => {
  test.each(["github", "gitea"] as const)(
    "is green, red, and green again after a fix, on %s",
    async (dialect) => {
      await using pull = await ActPull.open(dialect, {
        "identikit.yaml": 'changes: { forbiddenPaths: [{ paths: ["secrets/**"], reason: "no" }] }\n',
        ".gitea/workflows/change-gate.yml": shipped(dialect, "change-gate"),
      });
      const play = (path: string, text: string) =>
        pull.propose({ [path]: text }).run({ workflow: "change-gate", event: "pull_request" });
      const green = await play("src/a.ts", "export {};\n");
      expect(green.log).toContain("forbidden-paths");
      expect(green.code).toBe(0);
      expect(pull.api.statuses).toContain("identikit/change/forbidden-env: success");
      const red = await play("tenant.env", "GITHUB_TOKEN=x\n");
      expect(red.code).toBe(1);
      expect(red.log).toContain("tenant.env:1");
      expect(pull.api.statuses).toContain("identikit/change/forbidden-env: failure");
      const fixed = await play("tenant.env", "A=1\n");
      expect(fixed.code).toBe(0);
      expect(pull.api.statuses).toContain("identikit/change/forbidden-env: success");
    },
  );
});

requires("act")("every rule on GitHub", () => {
  const open = () =>
    ActPull.open("github", {
      ...ruledMain,
      ".github/workflows/change-gate.yml": shipped("github", "change-gate"),
    });
  const run = { workflow: "change-gate", folder: ".github/workflows", event: "pull_request" } as const;

  test("holds on a change that breaks none", async () => {
    await using pull = await open();
    const { code, log } = await propose(pull, { "README.md": "Only words.\n" }).run(run);
    expect(pull.api.statuses.toSorted(), log).toEqual(statusesOf(() => "success"));
    expect(code).toBe(0);
  });

  test.each(ruleBreaks)("$rule is red, and it alone, $pretence", async ({ rule, propose: breakIt }) => {
    await using pull = await open();
    breakIt(pull);
    const { code, log } = await pull.run(run);
    const expected = statusesOf((one) => (one === rule ? "failure" : "success"));
    expect(pull.api.statuses.toSorted(), log).toEqual(expected);
    expect(code).toBe(1);
  });
});
