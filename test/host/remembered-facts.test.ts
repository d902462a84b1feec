import { expect, test } from "vitest";
import type { RepositorySource } from "../../src/agents/dispatch/repository-source.ts";
import type { HostFactsSource } from "../../src/agents/triggers/host-facts-source.ts";
import { hostOf } from "../../src/host/host.ts";
import { RememberedFacts } from "../../src/host/remembered-facts.ts";
import { RunFacts } from "../../src/host/run-facts.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { allow, head, pull } from "../agents/dispatch/scene.ts";
import { ForgeApi, forgeTokens } from "../services/forge-api.ts";

const repository = "acme/fleet";
const signal = new AbortController().signal;

async function open() {
  const forge = await ForgeApi.listen("gitea");
  forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
  forge.answers.set("branches/main", { commit: { id: head }, protected: true });
  allow(forge, "mira", "write");
  const source = new RunFacts({
    host: hostOf(forge.env()),
    token: forgeTokens.read,
    log: silentLogger,
    signal,
    teams: async () => ({ named: [], refused: [] }),
  });
  return {
    forge,
    source,
    facts: new RememberedFacts(source.keeping()),
    asked: () => forge.requests.splice(0).length,
    [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose](),
  };
}

test("a host is asked once for each question, also where it is asked at the same time", async () => {
  await using scene = await open();
  const question = { repository, actor: "mira", ref: "refs/heads/main" };
  const [first] = await Promise.all([
    scene.facts.factsOf(question, signal),
    scene.facts.factsOf({ ...question, head }, signal),
  ]);
  expect(first).toMatchObject({ permission: "write", isProtectedRef: true });
  expect(scene.asked()).toBeGreaterThan(0);
  allow(scene.forge, "mira", "read");
  expect(await scene.facts.factsOf(question, signal)).toEqual(first);
  const place = await scene.facts.placeOf({ repository }, signal);
  scene.asked();
  expect(await scene.facts.placeOf({ repository }, signal)).toEqual(place);
  expect(scene.asked()).toBe(0);
});

test("another question is another one, and one without an answer is asked again", async () => {
  await using scene = await open();
  const ask = (actor: string) => scene.facts.factsOf({ repository, actor, ref: "refs/heads/main" }, signal);
  await ask("mira");
  await expect(ask("ann")).rejects.toMatchObject({ code: "HOST_DENIED" });
  allow(scene.forge, "ann", "read");
  expect(await ask("ann")).toMatchObject({ actor: "ann", permission: "read" });
});

test("questions that rest on the same thing read it once, and what goes on for longer reads it again", async () => {
  await using scene = await open();
  pull(scene.forge, 7);
  scene.forge.answers.set("branches/topic", { commit: { id: head }, protected: false });
  const question = { repository, actor: "mira", pullRequest: 7 };
  const askAll = async (facts: HostFactsSource & RepositorySource) => {
    scene.forge.requests.length = 0;
    await facts.placeOf({ repository, pullRequest: 7 }, signal);
    await facts.factsOf(question, signal);
    await facts.factsOf({ ...question, ref: "refs/pull/7/merge" }, signal);
    await facts.placeOf({ repository, ref: "refs/heads/topic" }, signal);
    return Object.values(Object.groupBy(scene.forge.requests, (one) => one)).map((same) => same?.length);
  };
  expect(Math.max(...(await askAll(scene.facts)).map(Number))).toBe(1);
  expect(Math.max(...(await askAll(scene.source)).map(Number))).toBeGreaterThan(1);
  // One question needs the branch for its tip and for its protection.
  scene.forge.requests.length = 0;
  await scene.source.placeOf({ repository, ref: "refs/heads/topic" });
  expect(scene.forge.requests.filter((one) => one.endsWith("branches/topic"))).toHaveLength(1);
});
