import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agentMemorySource } from "../../../src/agents/kinds/config/agent-memory-source.ts";
import { type MemoryViewer, visibleMemory } from "../../../src/agents/memory/memory-access.ts";
import { memoryGraph, reachable } from "../../../src/agents/memory/memory-graph.ts";
import { memoryHealth, readMemory } from "../../../src/agents/memory/memory-health.ts";
import { linksIn } from "../../../src/agents/memory/memory-link.ts";
import { searchMemory } from "../../../src/agents/memory/memory-search.ts";
import { processorMs } from "../../processor-time.ts";
import { MemoryRepository } from "./memory-repository.ts";

const { signal } = new AbortController();
const source = (spec: Readonly<Record<string, unknown>>) =>
  agentMemorySource.spec.parse({ appliesTo: ["tidewater/*"], include: {}, ...spec });
const mira: MemoryViewer = { user: "mira", groups: ["tidewater/pilots"], mayRead: true };

const files = {
  "MEMORY.md":
    '# Memory\n\nSee [[berths]], [Cranes](services/cranes.md#limits "the cranes") and [the web](https://example.com/a.md).\n',
  "services/berths.md":
    "---\ntitle: Berths\nkind: service\nrelated: [cranes]\n---\nBerth allocation by tide. See [cranes](cranes.md).\n",
  "services/cranes.md":
    "# Cranes\n\nLift 40 t. [[Berths|the berths]] [gone](missing.md) [out](../../etc/passwd) `[[not a link]]`\n\n```\n[x](nowhere.md)\n```\n",
  "people/pay.md": "---\nkind: person\n---\n# Pay\n\nWho earns what, and the berth rent. [[berths]]\n",
  "broken.md": "---\na: [\n---\n# Broken\n",
  "notes.txt": "not a record",
};

async function memory(kinds?: Readonly<Record<string, string>>) {
  const repository = new MemoryRepository();
  const first = repository.commit("2026-01-10T12:00:00Z", files);
  const second = repository.commit("2026-11-01T12:00:00Z", {
    "services/berths.md": `${files["services/berths.md"]}More.\n`,
  });
  const content = await repository.store.read(second, signal);
  return { repository, first, second, content, records: readMemory(content, kinds) };
}

test("records are read from a commit, with kinds from front matter and paths, and when each changed last (P-60)", async () => {
  const { repository, first, records } = await memory({ service: "services/**", note: "*.md" });
  expect(records.map(({ path, title, kind, changedAt }) => [path, title, kind, changedAt])).toEqual([
    ["MEMORY.md", "Memory", "note", "2026-01-10T12:00:00.000Z"],
    ["broken.md", "Broken", "note", "2026-01-10T12:00:00.000Z"],
    ["people/pay.md", "Pay", "person", "2026-01-10T12:00:00.000Z"],
    ["services/berths.md", "Berths", "service", "2026-11-01T12:00:00.000Z"],
    ["services/cranes.md", "Cranes", "service", "2026-01-10T12:00:00.000Z"],
  ]);
  const before = await repository.store.read(first, signal);
  expect(before.files.find(({ path }) => path === "services/berths.md")?.text).toBe(
    files["services/berths.md"],
  );
});

test("links of Markdown, wiki and front matter are the graph; code and other sites are none (P-60)", async () => {
  const { records } = await memory();
  const graph = memoryGraph({ records, withheld: 0 });
  expect(graph.edges.map(({ from, to }) => `${from} > ${to}`).sort()).toEqual([
    "MEMORY.md > services/berths.md",
    "MEMORY.md > services/cranes.md",
    "people/pay.md > services/berths.md",
    "services/berths.md > services/cranes.md",
    "services/cranes.md > services/berths.md",
  ]);
  expect(graph.broken).toEqual([
    { from: "services/cranes.md", target: "missing.md", problem: "there is no services/missing.md" },
    {
      from: "services/cranes.md",
      target: "../../etc/passwd",
      problem: '"../../etc/passwd" leads out of the repository',
    },
  ]);
  expect([...reachable(graph, ["people/pay.md"], 2)]).toEqual([
    ["people/pay.md", 0],
    ["services/berths.md", 1],
    ["MEMORY.md", 2],
    ["services/cranes.md", 2],
  ]);
});

test("search is by text, path and kind, and says on which lines (P-60)", async () => {
  const { records } = await memory();
  const all = visibleMemory(records, [], mira);
  expect(searchMemory(all, { text: "BERTH tide" }).hits).toEqual([
    {
      path: "services/berths.md",
      title: "Berths",
      kind: "service",
      lines: expect.arrayContaining([
        { line: 6, text: "Berth allocation by tide. See [cranes](cranes.md)." },
      ]),
    },
  ]);
  expect(searchMemory(all, { paths: ["services/**"] }).hits).toHaveLength(2);
  expect(searchMemory(all, { kinds: ["person"] }).hits.map(({ path }) => path)).toEqual(["people/pay.md"]);
  expect(searchMemory(all, { limit: 2 })).toMatchObject({ more: 3, withheld: 0 });
});

test("what a viewer may not see is counted and never shown, in search and graph, and a word in it is not given away (P-60)", async () => {
  const { records } = await memory();
  const sources = [source({ include: { paths: ["people/**"] }, readers: ["tidewater/office"] }), source({})];
  const seen = visibleMemory(records, sources, mira);
  expect(seen.withheld).toBe(1);
  for (const text of ["rent", "no such word"]) {
    expect(searchMemory(seen, { text })).toEqual({ hits: [], more: 0, withheld: 1 });
  }
  expect(JSON.stringify(memoryGraph(seen))).not.toContain("pay");
  const office = visibleMemory(records, sources, { ...mira, groups: ["tidewater/office"] });
  expect(searchMemory(office, { text: "rent" }).hits).toHaveLength(1);
  expect(visibleMemory(records, sources, { ...mira, mayRead: false })).toEqual({ records: [], withheld: 5 });
});

test("a run sees what belongs to its repository, and nothing where a source is off (P-60)", async () => {
  const { records } = await memory();
  const run = { ...mira, repository: "tidewater/berths" };
  const paths = (spec: Readonly<Record<string, unknown>>) =>
    visibleMemory(records, [source(spec)], run).records.map(({ path }) => path);
  expect(paths({ include: { paths: ["services/**"] } })).toEqual([
    "services/berths.md",
    "services/cranes.md",
  ]);
  expect(paths({ include: { kinds: ["person"] } })).toEqual(["people/pay.md"]);
  expect(paths({ queryMode: "off" })).toEqual([]);
  expect(paths({ appliesTo: ["other/*"] })).toEqual([]);
});

test("health names what is malformed, broken and stale (P-60)", async () => {
  const { content, records, second } = await memory();
  const health = memoryHealth(content, records, { staleAfter: "180d", now: "2026-11-22T00:00:00Z" });
  expect(health).toMatchObject({ commit: second, files: 5, kinds: { "": 3, service: 1, person: 1 } });
  expect(health.malformed).toEqual([
    { path: "broken.md", problem: expect.stringContaining("front matter: broken.md:") },
  ]);
  expect(health.brokenLinks).toHaveLength(2);
  expect(health.stale).toEqual(["MEMORY.md", "broken.md", "people/pay.md", "services/cranes.md"]);
});

test("links, large files and bytes that are no text are not read, and are told", async () => {
  const repository = new MemoryRepository();
  symlinkSync("/etc/passwd", join(repository.root, "link.md"));
  const commit = repository.commit("2026-01-10T12:00:00Z", {
    "large.md": "x".repeat(1024 * 1024 + 1),
    "bytes.md": new Uint8Array([0xff, 0xfe]),
    "ok.md": "ok",
  });
  const content = await repository.store.read(commit, signal);
  expect(content.files.map(({ path }) => path)).toEqual(["ok.md"]);
  expect(content.unread.map(({ path }) => path).sort()).toEqual(["bytes.md", "large.md", "link.md"]);
});

test("a wiki link that may mean two records is broken, not guessed", async () => {
  const repository = new MemoryRepository();
  const commit = repository.commit("2026-01-10T12:00:00Z", {
    "a/x.md": "# A",
    "b/x.md": "# B",
    "c.md": "[[x]] [[a/x]]",
  });
  const graph = memoryGraph({
    records: readMemory(await repository.store.read(commit, signal)),
    withheld: 0,
  });
  expect(graph.edges).toEqual([{ from: "c.md", to: "a/x.md", form: "wiki" }]);
  expect(graph.broken).toEqual([{ from: "c.md", target: "x", problem: '"x" may be a/x.md or b/x.md' }]);
});

test("front matter that would blow up is a problem of its record", async () => {
  const repository = new MemoryRepository();
  const commit = repository.commit("2026-01-10T12:00:00Z", {
    "bomb.md": "---\na: &a [x, x]\nb: *a\n---\n",
    "open.md": "---\na: 1\n",
  });
  const records = readMemory(await repository.store.read(commit, signal));
  expect(records.map(({ problems }) => problems)).toEqual([
    [expect.stringContaining("aliases are not allowed")],
    ["the front matter has no end"],
  ]);
});

test("a commit that is not there and an option in its place are refused", async () => {
  const { repository } = await memory();
  const refused = expect.objectContaining({ code: "MEMORY_UNREADABLE" });
  await expect(repository.store.read("0".repeat(40), signal)).rejects.toThrow(refused);
  await expect(repository.store.read("--all", signal)).rejects.toThrow(refused);
  await expect(repository.store.history("--all", signal)).rejects.toThrow(refused);
});

test("a text that is made to cost time does not", () => {
  const took = processorMs(() => {
    for (const piece of ["[", "[[", "[a](", "`", "```\n", "```a\n", "[[a|"]) linksIn(piece.repeat(100_000));
  });
  expect(took).toBeLessThan(20_000);
});
