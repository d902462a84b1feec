import { expect, test } from "vitest";
import { agentMemoryRepository } from "../../../src/agents/kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../../../src/agents/kinds/config/agent-memory-source.ts";
import { agentRoleBinding } from "../../../src/agents/kinds/config/agent-role-binding.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentMemoryQuery } from "../../../src/agents/kinds/record/agent-memory.ts";
import { type AskedOfMemory, type AskMemoryPorts, askMemory } from "../../../src/agents/memory/ask-memory.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { openStore } from "../store/scene.ts";
import { MemoryRepository } from "./memory-repository.ts";

const namespace = "acme";
const now = new Date("2026-11-22T10:00:00Z");
type Facts = Awaited<ReturnType<AskMemoryPorts["factsOf"]>>;

/** A memory of two days, of which a part is for the keepers only. */
async function memoryScene(databases: TestDatabases) {
  const scene = await openStore(databases);
  const memory = new MemoryRepository();
  const before = memory.commit("2026-11-19T00:00:00Z", { "gates.md": "# Gates\n\nThey close at dusk." });
  const after = memory.commit("2026-11-22T09:00:00Z", {
    "gates.md": "# Gates\n\nThey close at ten.",
    "keepers/dusk.md": "# Who closes at dusk",
  });
  await scene.store.write(async (writer) => {
    const put = (kind: Kind, name: string, spec: object) =>
      writer.create(kind, {
        kind: kind.kind,
        metadata: { namespace, name },
        spec: kind.spec.parse(spec) as never,
      });
    await put(agentMemoryRepository, "brain", { repositoryRef: { name: "acme/brain" } });
    await put(agentMemorySource, "all", { appliesTo: ["acme/*"], include: { paths: ["**"] } });
    await put(agentMemorySource, "keepers", {
      ...{ appliesTo: ["acme/*"], include: { paths: ["keepers/**"] }, readers: ["jon"] },
    });
    await put(agentRoleBinding, "nobody", {
      subject: { kind: "User", name: "mallory" },
      roleRef: { kind: "RoleTemplate", name: "viewer" },
      scope: { kind: "Organization" },
    });
  });
  const people: Record<string, Facts> = {
    mira: { permission: "read", teams: [] },
    jon: { permission: "write", teams: [] },
    // A role, and no permission to read the repository of the memory.
    mallory: { permission: "none", teams: [] },
  };
  const ports: AskMemoryPorts = {
    store: scene.store,
    organizations: [{ name: namespace, repositories: ["acme/*"] }],
    now: () => now,
    factsOf: async ({ name }) => people[name],
    memory: () => memory.store,
  };
  const ask = (name: string, asked: Partial<AskedOfMemory> = {}, more: Partial<AskMemoryPorts> = {}) =>
    askMemory(
      { ...ports, ...more },
      { namespace, by: { kind: "User", name }, ...asked },
      AbortSignal.timeout(100_000),
    );
  const records = async () =>
    (await scene.store.read((reader) => reader.list(agentMemoryQuery, { namespace }))).items;
  return { ...scene, ask, records, before, after };
}

describeOnBoth("a question to the memory", (databases) => {
  test("is answered of what who asks may see, and is on record with what they were shown (P-60)", async () => {
    await using scene = await memoryScene(databases);
    const found = await scene.ask("mira", { text: "dusk" });
    expect(found).toMatchObject({ hits: [], more: 0, withheld: 1, state: { commit: scene.after } });
    expect(await scene.ask("jon", { text: "dusk", paths: ["keepers/**"] })).toMatchObject({
      ...{ hits: [{ path: "keepers/dusk.md", title: "Who closes at dusk" }], withheld: 0 },
    });
    const records = await scene.records();
    expect(
      records.map(({ spec, status }) => [spec.by.name, status.phase, status.records, status.withheld]).sort(),
    ).toEqual([
      ["jon", "Answered", ["keepers/dusk.md"], 0],
      ["mira", "Answered", [], 1],
    ]);
  });

  test("about two days ago is answered of the commit of that time (P-61)", async () => {
    await using scene = await memoryScene(databases);
    const { query, hits, state } = await scene.ask("jon", { text: "dusk", at: "two days ago" });
    expect(state).toMatchObject({ at: "2026-11-20T10:00:00.000Z", commit: scene.before });
    expect(hits.map(({ path }) => path)).toEqual(["gates.md"]);
    expect(query.status.commit).toBe(scene.before);
    await expect(scene.ask("jon", { at: "in two days" })).rejects.toMatchObject({
      code: "MEMORY_TIME_UNCLEAR",
    });
  });

  test("of somebody who may not ask is refused and on record, and says nothing of what is there (P-60)", async () => {
    await using scene = await memoryScene(databases);
    for (const [name, why] of [
      ["mallory", "may not read acme/brain on the forge"],
      ["stranger", "may not create agentmemoryqueries"],
    ] as const)
      await expect(scene.ask(name, { text: "dusk" }), name).rejects.toMatchObject({
        ...{ code: "POLICY_DENIED", message: expect.stringContaining(why) },
      });
    const records = await scene.records();
    expect(records.map(({ status }) => status.phase)).toEqual(["Denied", "Denied"]);
    expect(JSON.stringify(records)).not.toContain("keepers");
  });

  test("without a checkout, or about a memory that is not declared, has one clear answer", async () => {
    await using scene = await memoryScene(databases);
    const missing = { code: "MEMORY_UNREADABLE" };
    await expect(scene.ask("jon", {}, { memory: () => undefined })).rejects.toMatchObject(missing);
    await expect(scene.ask("jon", { repository: "other" })).rejects.toMatchObject(missing);
    expect(await scene.records()).toEqual([]);
  });

  test("is forgotten when records of its age are no longer kept", async () => {
    await using scene = await memoryScene(databases);
    await scene.ask("jon", { text: "dusk" });
    const before = new Date(Date.now() + 60_000);
    await pruneRecords(scene.database, { before, changesBefore: before, changes: 1000 });
    expect(await scene.records()).toEqual([]);
  });
});
