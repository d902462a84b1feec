import { expect, test } from "vitest";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
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
