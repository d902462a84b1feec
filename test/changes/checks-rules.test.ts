import { describe, expect, test } from "vitest";
import { IdentikitError } from "../../src/fault/error.ts";
import { check, judge, places, pull } from "./sample-facts.ts";

const denied = { fault: new IdentikitError("HOST_DENIED", "may not", { remedy: "Give a token." }) };

describe("checklist", () => {
  const text =
    "## Before you merge\n\n<!-- hints -->\n- [ ] I have run the tests\n- [ ] Docs are `up to date`\n";
  const template = { value: { path: ".gitea/pull_request_template.md", text } };
  const given = (body: string) => ({ template, request: pull({ body }) });
  const done = "- [x] I have run the tests\n- [X] Docs are `up to date`\n";

  test("holds where every item is ticked, in any order and with other text", async () => {
    expect((await judge("checklist", { checklist: {} }, given(`Hello\r\n\r\n${done}`))).verdict).toBe(
      "clean",
    );
  });

  test.each([
    ["an open item", done.replace("[X]", "[ ]")],
    ["an item that was removed", "- [x] I have run the tests"],
    ["an item that was reworded after it was ticked", done.replace("have run", "have not run")],
    ["an item that is ticked once and open once", `${done}- [ ] I have run the tests`],
    ["items in a comment", `<!--\n${done}-->`],
    ["items in a comment that is never closed", `<!-- ${done}`],
    ["items in a block of code", `~~~~\n${done}~~~\n~~~~`],
    ["items in a block of code that is never closed", `\`\`\`\n${done}`],
    ["items in a block by indentation", `    ${done.replace("\n", "\n    ")}`],
    ["items in HTML", `<pre>\n${done}</pre>`],
    ["items in a quotation", done.replaceAll("- [", "> - [")],
    ["no text", ""],
  ])("does not hold with %s", async (_, body) => {
    expect((await judge("checklist", { checklist: {} }, given(body))).verdict).toBe("drift");
  });

  test("optional items may be open, and a base without the template tells nothing", async () => {
    const of = { checklist: { optional: ["Docs are `up to date`"] } };
    expect((await judge("checklist", of, given("- [x] I have run the tests"))).verdict).toBe("clean");
    expect((await judge("checklist", of, { template: { value: undefined } })).verdict).toBe("unverified");
    expect((await judge("checklist", of, { template: denied })).verdict).toBe("unverified");
  });
});

describe("required-without-paths", () => {
  const workflow = (on: string, jobs = "jobs:\n  test:\n    runs-on: x\n") => ({
    workflows: { value: [{ path: ".gitea/workflows/ci.yml", text: `name: CI\non:\n${on}${jobs}` }] },
  });
  const filtered = workflow("  pull_request:\n    paths: ['src/**']\n");

  test.each([
    ["github", "test"],
    ["gitea", "CI / test (pull_request)"],
    ["gitea", "CI / *"],
  ] as const)("does not hold where a filter can skip a required check (on %s, %s)", async (host, name) => {
    const { verdict, findings } = await judge(
      "required-without-paths",
      {},
      { ...filtered, host, required: { value: [name] } },
    );
    expect(verdict).toBe("drift");
    expect(places(findings)).toEqual(["CHECK_SKIPPABLE .gitea/workflows/ci.yml:4"]);
  });

  test.each([
    ["paths-ignore", workflow("  pull_request:\n    paths-ignore: [docs]\n"), "test"],
    ["a push without a pull request", workflow("  push:\n    paths: [docs]\n"), "test"],
    [
      "a matrix",
      workflow("  pull_request:\n    paths: [a]\n", "jobs:\n  t:\n    strategy: {matrix: {n: [1]}}\n"),
      "t (1)",
    ],
    [
      "a computed name",
      workflow("  pull_request:\n    paths: [a]\n", "jobs:\n  t:\n    name: T ${{ matrix.n }}\n"),
      "T 1",
    ],
    [
      "a called workflow",
      workflow("  pull_request:\n    paths: [a]\n", "jobs:\n  t:\n    uses: ./x.yml\n"),
      "t / build",
    ],
    [
      "a name that imitates a required one",
      workflow("  pull_request:\n    paths: [a]\n", 'jobs:\n  x:\n    name: "test"\n'),
      "test",
    ],
  ])("does not hold with %s", async (_, given, name) => {
    const { verdict } = await judge("required-without-paths", {}, { ...given, required: { value: [name] } });
    expect(verdict).toBe("drift");
  });

  test.each([
    ["no filter", workflow("  pull_request:\n")],
    [
      "a filter of a push beside a pull request without one",
      workflow("  pull_request:\n  push:\n    paths: [a]\n"),
    ],
    ["events as a list", { workflows: { value: [{ path: "a.yml", text: "on: [push]\njobs: {test: {}}" }] } }],
  ])("holds with %s", async (_, given) => {
    expect(
      (await judge("required-without-paths", {}, { ...given, required: { value: ["test"] } })).verdict,
    ).toBe("clean");
  });

  test("the settings name what is required where the token may not read the protection", async () => {
    const of = { requiredWithoutPaths: { checks: ["test"] } };
    expect((await judge("required-without-paths", of, { ...filtered, required: denied })).verdict).toBe(
      "drift",
    );
    expect((await judge("required-without-paths", {}, { ...filtered, required: denied })).verdict).toBe(
      "unverified",
    );
  });

  test("a workflow that cannot be read in one way only cannot be verified", async () => {
    const workflows = { value: [{ path: "a.yml", text: "on: &x push\njobs: *x" }] };
    expect(
      (await judge("required-without-paths", {}, { workflows, required: { value: ["a"] } })).verdict,
    ).toBe("unverified");
  });
});

describe("all-required", () => {
  const of = { allRequired: { checks: ["CI / test"] } };
  const name = "CI / test";

  test("holds where all are green, by those whose checks count", async () => {
    expect((await judge("all-required", of, { checks: [check(name)] })).verdict).toBe("clean");
    const run = check(name, { by: "github-actions", suite: 1 });
    expect((await judge("all-required", of, { checks: [run] })).verdict).toBe("clean");
  });

  test("waits without a runner: what is missing or runs is pending, and nothing else is", async () => {
    for (const checks of [[], [check(name, { state: "pending" })]])
      expect(await judge("all-required", of, { checks })).toMatchObject({
        verdict: "unverified",
        pending: true,
      });
    const two = { allRequired: { checks: [name, "lint"] } };
    const checks = [check("lint", { state: "failure" })];
    expect(await judge("all-required", two, { checks })).toMatchObject({ pending: false });
  });

  test("skipped counts as configured, for all or for one", async () => {
    const checks = [check(name, { state: "skipped" })];
    const asked = (more: object) =>
      judge("all-required", { allRequired: { checks: [name], ...more } }, { checks });
    expect((await asked({})).verdict).toBe("drift");
    expect((await asked({ skipped: "pass" })).verdict).toBe("clean");
    expect((await asked({ checks: [{ name, skipped: "pass" }] })).verdict).toBe("clean");
  });

  test("the newest status of a name counts, and every check run", async () => {
    const red = check(name, { state: "failure" });
    expect(
      (await judge("all-required", of, { checks: [check(name, { id: 1 }), { ...red, id: 2 }].reverse() }))
        .verdict,
    ).toBe("drift");
    expect((await judge("all-required", of, { checks: [check(name), { ...red, id: 0 }] })).verdict).toBe(
      "clean",
    );
    const runs = [
      check(name, { suite: 1, by: "github-actions", state: "failure" }),
      check(name, { suite: 2, by: "github-actions" }),
    ];
    expect((await judge("all-required", of, { checks: runs })).verdict).toBe("drift");
  });

  test("a check in its name by somebody else counts for nothing, whenever it was set", async () => {
    const fake = check(name, { by: "mallory" });
    const missing = await judge("all-required", of, { checks: [fake] });
    expect(missing.verdict).toBe("unverified");
    expect(places(missing.findings)).toEqual([`CHECK_IMITATED ${name}`, `CHECK_PENDING ${name}`]);
    const red = check(name, { state: "failure" });
    expect((await judge("all-required", of, { checks: [red, check(name, { by: "mallory" })] })).verdict).toBe(
      "drift",
    );
    const near = [check("CI / tеst"), check("ci / test"), check(`${name} `)];
    expect((await judge("all-required", of, { checks: near })).verdict).toBe("unverified");
  });

  test("who counts is configuration", async () => {
    const own = { allRequired: { checks: [{ name, from: ["jenkins"] }] } };
    expect((await judge("all-required", own, { checks: [check(name, { by: "Jenkins" })] })).verdict).toBe(
      "clean",
    );
    expect((await judge("all-required", own, { checks: [check(name)] })).verdict).toBe("unverified");
  });

  test("cannot be verified where checks are not known, which is not the same as pending", async () => {
    expect(await judge("all-required", of, { facts: { checks: denied } })).toMatchObject({
      verdict: "unverified",
      pending: false,
    });
  });
});
