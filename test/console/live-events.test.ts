import { expect, test } from "vitest";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { certain } from "../../src/fault/certain.ts";
import { organization } from "./console-world.ts";
import { putFleet } from "./fleet-objects.ts";
import { type WorkWorld, workWorld } from "./work-world.ts";

/** The events of a stream, by type and what they are about, until one of them is the last. */
async function heard(
  world: WorkWorld,
  query: string,
  last: string,
  act: () => Promise<unknown>,
): Promise<string[]> {
  const stop = new AbortController();
  const response = await world.ask(`/api/watch/orgs/${organization}?${query}`, { signal: stop.signal });
  expect(response.status).toBe(200);
  await act();
  const found: string[] = [];
  let text = "";
  for await (const piece of certain(response.body ?? undefined).pipeThrough(new TextDecoderStream())) {
    text += piece;
    const whole = text.split("\n\n");
    text = whole.pop() ?? "";
    for (const event of whole) {
      const type = /^event: (.*)$/m.exec(event)?.[1];
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (type === undefined || data === undefined) continue;
      const { kind, metadata } = JSON.parse(data);
      if (kind !== undefined) found.push(`${type} ${kind} ${metadata.name}`);
    }
    if (found.some((one) => one.endsWith(last))) break;
  }
  stop.abort();
  return found;
}

test("a page of a run hears of the events of its attempt, and of no other's, in the one stream that it has (P-3, P-46)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { frame } = await world.page("run", "agents/runs/run-1");
  expect(frame.live).toMatchObject({
    attempt: "run-1-1",
    kinds: expect.arrayContaining(["agentdispatchruns"]),
  });
  const query = `kinds=${frame.live.kinds.join(",")}&attempt=run-1-1&after=${frame.live.version}`;
  const found = await heard(world, query, "run-1", async () => {
    await world.store.appendEvents(organization, [
      { run: "run-9", attempt: "run-9-1", seq: 1, type: "message", text: "elsewhere" },
      { run: "run-1", attempt: "run-1-1", seq: 6, type: "message", text: "here" },
    ]);
    await world.become(agentDispatchRun, "run-1", { phase: "Succeeded" });
  });
  expect(found).toEqual(["ADDED AgentToolEvent run-1-1-6", "MODIFIED AgentDispatchRun run-1"]);
});

test("a page that was away goes on where it was, without a gap (P-20, P-46)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { frame } = await world.page("run", "agents/runs/run-1");
  await world.store.appendEvents(organization, [
    { run: "run-1", attempt: "run-1-1", seq: 6, type: "message", text: "meanwhile" },
  ]);
  const query = `kinds=agentdispatchruns&attempt=run-1-1&after=${frame.live.version}`;
  const found = await heard(world, query, "run-1-1-7", async () => {
    await world.store.appendEvents(organization, [
      { run: "run-1", attempt: "run-1-1", seq: 7, type: "message", text: "then" },
    ]);
  });
  expect(found).toEqual(["ADDED AgentToolEvent run-1-1-6", "ADDED AgentToolEvent run-1-1-7"]);
});

test("who may not list events is not told them", async () => {
  await using world = await workWorld();
  const path = `/api/watch/orgs/${organization}?kinds=agentapprovals&attempt=run-1-1`;
  expect((await world.ask(path, { who: "nobody" })).status).toBe(403);
});
