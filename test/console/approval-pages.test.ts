import { expect, test } from "vitest";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentApproval } from "../../src/agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { patchDigest } from "../../src/agents/run-bundle/tree-patch.ts";
import { commit, patch, putFleet } from "./fleet-objects.ts";
import { jsonPost, type Who, workWorld } from "./work-world.ts";

test("what waits for a person stands first, the riskiest before the others, and is found by run and repository (P-28)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const waiting = async (query: string) => {
    const { model } = await world.page("approval-list", `agents/approvals${query}`);
    return model.waiting.rows.map(({ key }) => key);
  };
  expect(await waiting("")).toEqual(["run-1-pr", "run-1-comment"]);
  expect(await waiting("?repository=tidewater%2FBerths")).toHaveLength(2);
  expect(await waiting("?repository=tidewater%2Ftides")).toEqual([]);
  expect(await waiting("?run=run-2")).toEqual([]);
});

test("some of a run's approvals can be chosen, and each of them is decided on its own (P-17)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  expect((await world.page("approval-list", "agents/approvals")).model.choose).toBeUndefined();
  const { model } = await world.page(
    "approval-list",
    "agents/approvals?run=run-1&pick=run-1-comment",
    "olaf",
  );
  expect(model.choose).toMatchObject({ run: "run-1" });
  expect(model.chosen.map(({ approval }) => approval.metadata.name)).toEqual(["run-1-comment"]);
  expect(model.chosen[0]?.offers).toMatchObject([
    {
      word: "Approve",
      href: expect.stringContaining("/review/approve?kind=agentapprovals&name=run-1-comment"),
    },
    { word: "Reject" },
  ]);
  expect(await world.html("agents/approvals?run=run-1")).toContain('type="checkbox"');
});

test("an approval shows exactly what would be done, its digests, the state of its target, the risk and the reasons (P-17, P-28)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const html = await world.html("agents/approvals/run-1-pr", "olaf");
  for (const words of [
    patchDigest(patch),
    commit,
    "medium risk",
    "The rule asks for a person.",
    "title: Fix",
    "branch main",
  ])
    expect(html.toLowerCase()).toContain(words.toLowerCase());
  expect(html).not.toContain("<img");
  expect(html).toContain(`name="digest" value="${patchDigest(patch)}"`);
  expect(html).toContain("<textarea");
  const { model } = await world.page("approval", "agents/approvals/run-1-pr", "olaf");
  expect(model.decide).toMatchObject({
    approve: "/orgs/tidewater/review/approve",
    reject: "/orgs/tidewater/review/reject",
  });
  expect(model.patch?.files).toMatchObject([
    { path: "src/berths.ts", lines: ["@@ -0,0 +1,1 @@", "+export const berths = 12;"] },
  ]);
});

test("who started the run may reject and not approve, and everybody sees who may and why (P-17)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const offers = async (who: Who) => {
    const { model } = await world.page("approval", "agents/approvals/run-1-pr", who);
    return [model.decide?.approve, model.decide?.reject, model.offers.map(({ reason }) => reason).join(" ")];
  };
  expect(await offers("mira")).toEqual([
    undefined,
    "/orgs/tidewater/review/reject",
    "mira: nobody approves what they asked for.",
  ]);
  expect((await offers("lena"))[2]).toMatch(/lena: they may not .*lena: they may not /);
  const { sections } = (await world.page("approval", "agents/approvals/run-1-pr")).model;
  const who = sections.find(({ id }) => id === "deciders");
  expect(who?.facts).toContainEqual({ label: "May not approve", value: { several: ["mira"] } });
  expect(who?.table?.rows.map(({ cells }) => cells[0])).toContain("olaf");
  expect(who?.table?.rows.map(({ cells }) => cells[0])).not.toContain("lena");
});

test("where the stack lets anyone approve trusted work, who started it may (P-17)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { spec } = agentStack.example;
  await world.put(agentStack, "open", { ...spec, approvers: "anyone" });
  await world.put(
    agentDispatchRun,
    "run-2",
    {
      ...{ repository: "tidewater/berths", sourceRefs: {}, agentStack: "open", taskKind: "fix" },
      requestedBy: { kind: "User", name: "mira" },
    },
    { phase: "Waiting", trustTier: "trusted" },
  );
  await world.put(
    agentApproval,
    "run-2-comment",
    {
      ...{ run: "run-2", action: "comment", artifactDigest: patchDigest(patch) },
      requestedBy: { kind: "ServiceAccount", name: "fixer" },
    },
    { phase: "Pending" },
  );
  const { model } = await world.page("approval", "agents/approvals/run-2-comment");
  expect(model.decide?.approve).toBeDefined();
});

test.each([
  ["Superseded", "another approval"],
  ["Expired", "asks once more"],
  ["ApplyFailed", "Fix what the result names"],
  ["Applied", "stays as it is"],
] as const)(
  "an approval that is %s cannot be decided, and says what there is to do instead (P-17)",
  async (phase, remedy) => {
    await using world = await workWorld();
    await putFleet(world);
    await world.become(agentApproval, "run-1-pr", { phase, result: "the target has moved" });
    const { model } = await world.page("approval", "agents/approvals/run-1-pr", "olaf");
    expect(model.over?.happened).toContain("the target has moved");
    expect(model.over?.remedy).toContain(remedy);
    expect([model.decide?.approve, model.decide?.reject]).toEqual([undefined, undefined]);
    expect(await world.html("agents/approvals/run-1-pr", "olaf")).toContain("cannot be decided any more");
  },
);

test("a decision that the page offers is taken, and the page shows who decided (P-17)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { model } = await world.page("approval", "agents/approvals/run-1-pr", "olaf");
  const decided = await world.ask(
    "/api/agents/approvals/run-1-pr/decision",
    jsonPost({ verdict: "approve", digest: model.decide?.digest, comment: "Fine" }, "olaf"),
  );
  expect(decided.status).toBe(200);
  const after = await world.html("agents/approvals/run-1-pr", "mira");
  expect(after).toContain("by olaf");
  expect(after).toContain("Fine");
});
