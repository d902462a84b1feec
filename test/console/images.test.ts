import { expect, test } from "vitest";
import { tagMovesRecord } from "../../src/agents/audit/tag-moves.ts";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentAction } from "../../src/agents/kinds/record/agent-action.ts";
import { agentDispatchAttempt } from "../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { consoleWorld } from "./console-world.ts";

test("the page of images says which stack and which run uses which digest, also one that no stack names any more", async () => {
  await using world = await consoleWorld();
  const image = (digit: string) => `registry.example/agent@sha256:${digit.repeat(64)}`;
  await world.put(agentStack, "fixer", { ...agentStack.example.spec, image: image("b") });
  const attempt = (name: string, run: string, used: string | undefined) =>
    world.put(agentDispatchAttempt, name, {
      ...agentDispatchAttempt.example.spec,
      run,
      stackSnapshot: {
        digest: `sha256:${"0".repeat(64)}`,
        generation: 1,
        profile: used === undefined ? {} : { image: used },
      },
    });
  await attempt("run-1-1", "run-1", image("a"));
  await attempt("run-2-1", "run-2", image("b"));
  await attempt("run-2-2", "run-2", image("b"));
  await attempt("run-3-1", "run-3", undefined);
  const mira = await world.visit("mira");
  const { images } = (await mira.model("/orgs/tidewater/images")).data.model;
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  expect(
    images.map(({ image: one, stacks, runs }: (typeof images)[number]) => [one, names(stacks), names(runs)]),
  ).toEqual([
    [image("b"), ["fixer"], ["run-2"]],
    [image("a"), [], ["run-1"]],
  ]);
  const { text } = await mira.html("/orgs/tidewater/images");
  expect(text).toContain("none any more");
  expect(text).toContain('href="/orgs/tidewater/agents/runs/run-1"');
});

test("the page of images has the history of each tag: which digest since when, what the gate said, and where it was seen", async () => {
  await using world = await consoleWorld();
  const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
  const seen = (at: string, digit: string, verdict = "clean", tag = "v1") => ({
    ...{ image: `registry.example/agent:${tag}@${digest(digit)}`, verdict, treeDigest: digest("0") },
    seenAt: `2001-11-${at}T10:00:00.000Z`,
  });
  // Two stacks follow one tag, at times of their own; one goes back.
  const histories = {
    fixer: [seen("20", "a"), seen("15", "b", "drift"), seen("10", "a")],
    reviewer: [seen("16", "b", "drift"), seen("11", "a"), seen("09", "c", "clean", "v0")],
  };
  for (const [name, identityHistory] of Object.entries(histories))
    await world.put(agentStack, name, agentStack.example.spec, { identityHistory });
  const ran = { image: `registry.example/agent:v1@${digest("d")}` };
  await world.put(agentDispatchAttempt, "run-1-1", {
    ...{ ...agentDispatchAttempt.example.spec, run: "run-1" },
    stackSnapshot: { digest: digest("0"), generation: 1, profile: ran },
  });
  const mira = await world.visit("mira");
  const { tags } = (await mira.model("/orgs/tidewater/images")).data.model;
  expect(
    tags.map((one: (typeof tags)[number]) => [
      ...[one.name.split(":")[1], one.digest[7], one.verdict ?? "not asked", one.by.name],
      // A run is dated by the database.
      one.by.name === "run-1" ? "" : one.since.slice(8, 10),
    ]),
  ).toEqual([
    ["v0", "c", "clean", "reviewer", "09"],
    ["v1", "d", "not asked", "run-1", ""],
    ["v1", "a", "clean", "fixer", "20"],
    ["v1", "b", "drift", "fixer", "15"],
    ["v1", "a", "clean", "fixer", "10"],
  ]);
  const { text } = await mira.html("/orgs/tidewater/images");
  expect(text).toContain("History of tags");
  expect(text).toContain('href="/orgs/tidewater/agents/stacks/fixer"');
  // The same as on the page is in the object that the API and the command line give.
  const path = "/apis/identikit.dev/v1alpha1/namespaces/tidewater/agentstacks/fixer";
  const answer = await fetch(`${world.url}${path}`, { headers: { authorization: `Bearer ${mira.token}` } });
  expect(await answer.json()).toMatchObject({ status: { identityHistory: histories.fixer } });
});

test("what publish and promote wrote down of tags is in their history, before any stack names them", async () => {
  await using world = await consoleWorld();
  const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
  const moved = (name: string, day: string, digit: string, previous: string | null, phase = "Done") =>
    world.put(
      agentAction,
      name,
      agentAction.spec.parse({
        ...{ action: "publish", actor: { kind: "User", name: "mira" }, via: "command" },
        ...tagMovesRecord({
          image: "registry.example/agent",
          digest: digest(digit),
          gated: digit === "b",
          tags: [{ tag: "v1", previous: previous && digest(previous) }],
        }),
        time: `2001-11-${day}T10:00:00.000Z`,
      }),
      { phase },
    );
  await moved("a-1", "08", "a", null);
  await moved("a-2", "12", "b", "a");
  await moved("a-3", "14", "c", "b", "Failed");
  // Whoever can write to the database can have written anything.
  const odd = {
    ...agentAction.example.spec,
    target: { kind: "Image", name: "odd" },
    arguments: { tags: "v1" },
  };
  await world.put(agentAction, "a-4", agentAction.spec.parse(odd), { phase: "Done" });
  const stack = {
    image: `registry.example/agent:v1@${digest("b")}`,
    verdict: "clean",
    treeDigest: digest("0"),
  };
  const identityHistory = [{ ...stack, verdict: "clean" as const, seenAt: "2001-11-13T10:00:00.000Z" }];
  await world.put(agentStack, "fixer", agentStack.example.spec, { identityHistory });
  const mira = await world.visit("mira");
  const { tags } = (await mira.model("/orgs/tidewater/images")).data.model;
  expect(
    tags.map((one: (typeof tags)[number]) => [
      ...[one.digest[7], one.previous?.[7] ?? one.previous, one.verdict, one.by.name],
    ]),
    "a stack that sees the same says nothing new",
  ).toEqual([
    ["b", "a", "clean", "publish, mira"],
    ["a", null, undefined, "publish, mira"],
  ]);
  const { text } = await mira.html("/orgs/tidewater/images");
  expect(text).toContain("a new tag");
  expect(text).toContain('href="/orgs/tidewater/objects/agentactions/a-2"');
  const rory = await world.visit("rory", []);
  expect((await rory.html("/orgs/tidewater/images")).status).toBe(403);
});
