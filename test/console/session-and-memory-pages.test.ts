import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agentMemoryRepository } from "../../src/agents/kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../../src/agents/kinds/config/agent-memory-source.ts";
import { agentMemoryQuery, agentMemoryUpdate } from "../../src/agents/kinds/record/agent-memory.ts";
import { agentSession } from "../../src/agents/kinds/record/agent-session.ts";
import { scratchDirectory } from "../scratch.ts";
import { commit, putFleet, zero } from "./fleet-objects.ts";
import { type WorkWorld, workWorld } from "./work-world.ts";

/** A memory of three records with two commits, three and one days ago. */
function memoryCheckout(): { readonly path: string; readonly commits: readonly string[] } {
  const path = scratchDirectory();
  const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const git = (args: readonly string[], date = at(1)) =>
    execFileSync("git", ["-c", "user.name=mira", "-c", "user.email=m@example.com", ...args], {
      ...{ cwd: path, encoding: "utf8" as const },
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    }).trim();
  const write = (name: string, text: string) => {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  git(["init", "-q", "-b", "main"]);
  write(
    "services/berths.md",
    "---\nkind: service\n---\n# Berths\nBerth allocation, see [tides](tides.md).\n",
  );
  write("services/tides.md", "---\nkind: service\n---\n# Tides\nHigh and low.\n");
  git(["add", "-A"]);
  git(["commit", "-qm", "one"], at(3));
  const first = git(["rev-parse", "HEAD"]);
  write("secrets/plan.md", "---\nkind: plan\n---\n# Plan\nBerth takeover.\n");
  write("services/tides.md", "---\nkind: service\n---\n# Tides\nHigh, low and [gone](nowhere.md).\n");
  git(["add", "-A"]);
  git(["commit", "-qm", "two"], at(1));
  return { path, commits: [first, git(["rev-parse", "HEAD"])] };
}

async function putMemory({ put }: WorkWorld): Promise<void> {
  await put(agentMemoryRepository, "brain", { repositoryRef: { name: "tidewater/brain" }, staleAfter: "2d" });
  await put(agentMemorySource, "secret", {
    appliesTo: ["tidewater/*"],
    include: { paths: ["secrets/**"] },
    readers: ["olaf"],
  });
}

test("a session shows what was said, its run, workspace and work items, and how it goes on (P-64, P-83)", async () => {
  await using world = await workWorld();
  await putFleet(world);
  const { model, frame } = await world.page("session", "agents/sessions/session-1");
  expect(frame.crumbs.map(({ word }) => word)).toEqual([
    "tidewater",
    "Sessions",
    "tidewater/berths",
    "run-1",
  ]);
  expect(model.states).toMatchObject([{ state: "SessionBindingPending" }]);
  expect(model.messages).toHaveLength(1);
  expect(model.offers.map(({ word }) => word)).toEqual(["Resume", "Fork", "Continue"]);
  expect(JSON.stringify(model.sections)).toContain("berths-12");
  await world.become(agentSession, "session-1", { phase: "Stale" });
  const list = await world.page("session-list", "agents/sessions?phase=Stale");
  expect(list.model.table.rows.map(({ key }) => key)).toEqual(["session-1"]);
});

test("the memory shows its health at the commit that a time in words means", async () => {
  const { path, commits } = memoryCheckout();
  await using world = await workWorld(path);
  await putMemory(world);
  const now = (await world.page("memory", "agents/memory")).model;
  expect(now.place).toMatchObject({ commit: commits[1], withheld: 1 });
  const facts = Object.fromEntries((now.sections[0]?.facts ?? []).map(({ label, value }) => [label, value]));
  expect(facts).toMatchObject({
    Records: 2,
    "Broken links": 1,
    Stale: 1,
    Freshness: "It is the newest commit of its branch.",
  });
  const before = (await world.page("memory", "agents/memory?at=2+days+ago")).model;
  expect(before.place).toMatchObject({ commit: commits[0], asked: "2 days ago" });
  expect(before.place.moment).toMatch(/^20/);
  const since = (await world.page("memory", `agents/memory?since=${commits[0]}`)).model;
  expect(since.sections.find(({ id }) => id === "since")?.table?.rows.map(({ cells }) => cells)).toEqual([
    ["services/tides.md", "changed"],
  ]);
  const unclear = (await world.page("memory", "agents/memory?at=soon")).model;
  expect(unclear.place.problem).toContain("soon");
});

test("a search and the graph of the memory tell nothing of what somebody may not see", async () => {
  const { path } = memoryCheckout();
  await using world = await workWorld(path);
  await putMemory(world);
  const search = (await world.page("memory-search", "agents/memory/search?text=berth")).model;
  expect(search.table.rows.map(({ key }) => key)).toEqual(["services/berths.md"]);
  const graph = (await world.page("memory-graph", "agents/memory/graph")).model;
  expect(graph.nodes.map(({ id }) => id)).toEqual(["services/berths.md", "services/tides.md"]);
  expect(graph.edges).toMatchObject([{ from: "services/berths.md", to: "services/tides.md" }]);
  for (const page of ["search?text=berth", "graph", "search?path=secrets%2Fplan.md"]) {
    const html = await world.html(`agents/memory/${page}`);
    expect(html).not.toContain("takeover");
    expect(html).toContain("you may not see them");
  }
  const record = (await world.page("memory-search", "agents/memory/search?path=services%2Fberths.md")).model;
  expect(record.record?.text).toContain("Berth allocation");
  expect(
    (await world.page("memory-search", "agents/memory/search?text=berth", "lena")).model.table.rows,
  ).toEqual([]);
});

test("a memory that is not at hand is said, and what is proposed to it is shown all the same", async () => {
  await using world = await workWorld();
  await putMemory(world);
  await world.put(
    agentMemoryUpdate,
    "run-1-memory",
    {
      run: "run-1",
      repository: "brain",
      base: commit,
      artifactDigest: zero,
      title: "Say how tides are read",
      paths: ["services/tides.md"],
      reviewers: ["olaf"],
    },
    {
      phase: "Proposed",
      validation: ["services/tides.md: a link leads nowhere"],
      pullRequest: "https://forge.example/p/1",
    },
  );
  await world.put(
    agentMemoryQuery,
    "q-1",
    { by: { kind: "User", name: "eve" }, text: "plan" },
    { phase: "Denied" },
  );
  const { model } = await world.page("memory", "agents/memory");
  expect(model.place.problem).toContain("not at hand");
  const rows = JSON.stringify(model.sections);
  expect(rows).toContain("Say how tides are read");
  expect(rows).toContain("eve");
  const html = await world.html("agents/memory/updates");
  for (const words of ["Say how tides are read", "a link leads nowhere", "olaf", "https://forge.example/p/1"])
    expect(html).toContain(words);
});
