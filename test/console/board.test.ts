import { expect, test } from "vitest";
import { agentTriggerRule } from "../../src/agents/kinds/config/agent-trigger-rule.ts";
import { agentAction } from "../../src/agents/kinds/record/agent-action.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { workItem } from "../../src/agents/kinds/record/work-item.ts";
import type { ActionOffer } from "../../src/console/page/page.ts";
import { consoleWorld, organization, repository } from "./console-world.ts";

const board = `/orgs/${organization}/repositories/${encodeURIComponent(repository)}/issues`;

test("a card is moved by a write-back of a label, which a review shows first; who may not move it is told why (P-11)", async () => {
  await using world = await consoleWorld();
  await world.put(
    agentDispatchRun,
    "run-1",
    { ...agentDispatchRun.example.spec, repository },
    { phase: "Succeeded" },
  );
  const issue = (id: string, state: string, runs: readonly string[]) =>
    world.put(workItem, `fleet-${id}`, { repository, target: { kind: "issue", id }, state, runs });
  await issue("12", "doing", ["run-0", "run-1"]);
  await issue("13", "in review", []);
  await world.put(agentTriggerRule, "fix", {
    ...{ sources: ["label"], agentStack: "fixer", taskKind: "fix", match: { repositories: [repository] } },
    workItem: { mode: "update", limits: [{ state: "In review", most: 2 }] },
  });
  const mira = await world.visit("mira");
  const { data } = await mira.model(board);
  const moves = Object.fromEntries(
    data.model.board.flatMap(({ items }: { items: { name: string; moves: ActionOffer[] }[] }) =>
      items.map((item) => [
        item.name,
        item.moves.map(({ word, reason }) => `${word}: ${reason ?? "offered"}`),
      ]),
    ),
  );
  expect(moves).toEqual({
    "fleet-12": ["To in review: offered", "Another label: offered"],
    "fleet-13": ["Another label: No run has worked on it."],
  });
  const { items } = data.model.board.find(({ label }: { label: string }) => label === "doing");
  const review = (await mira.model(items[0].moves[0].href)).data;
  expect(review.model).toMatchObject({
    target: { kind: "WorkItem", name: "fleet-12", repository },
    impact: { others: [expect.stringContaining("whether a person approves it first")] },
  });
  const fields = Object.fromEntries(
    review.model.fields.map(({ name, values }: { name: string; values: string[] }) => [name, values[0]]),
  );
  expect(fields).toEqual({ to: "in review", from: "doing", run: "run-1" });
  const sent = await mira.send(review.model.offer.href, { ...review.model.hidden, ...fields });
  expect(sent).toMatchObject({
    status: 303,
    location: expect.stringContaining("workitems/fleet-12?done=move"),
  });
  const [record] = await world.list(agentAction);
  expect(record?.spec).toMatchObject({
    action: "write-back",
    target: { kind: "AgentDispatchRun", name: "run-1" },
    arguments: { request: { type: "label", add: ["in review"], remove: ["doing"] } },
  });
  expect(
    (await world.get(workItem, "fleet-12"))?.spec,
    "the card stays until the forge has it",
  ).toMatchObject({
    state: "doing",
  });

  await issue("14", "in review", []);
  const lanes = (await mira.model(board)).data.model.board;
  expect(lanes.map(({ label, limit }: { label: string; limit?: number }) => [label, limit])).toEqual([
    ["doing", undefined],
    ["in review", 2],
  ]);
  const over = await mira.send(review.model.offer.href, { ...review.model.hidden, ...fields });
  expect(over.status, "the column is full by now").toBe(422);
  expect(JSON.stringify(over.data)).toContain(`the column in review of ${repository} takes 2 work items`);

  const reader = await world.visit("rory", [`forge:read:${repository}`]);
  const [lane] = (await reader.model(board)).data.model.board;
  const seen = lane.items[0].moves;
  expect(seen).toMatchObject([{ reason: expect.stringContaining("rory may not create agentactions") }]);
  const forced = await reader.send(review.model.offer.href, { ...review.model.hidden, ...fields });
  expect(forced.status).toBe(403);
  const nowhere = await mira.send(review.model.offer.href, { ...review.model.hidden, ...fields, to: "" });
  expect(nowhere.status).toBe(422);
  expect(await world.list(agentAction)).toHaveLength(1);
});
