import { expect, test } from "vitest";
import { agentContextLabel } from "../../../src/agents/kinds/config/agent-context-label.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { parseFieldSelector, parseLabelSelector } from "../../../src/agents/resource/selector.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore, openStoreAt, run } from "./scene.ts";

const key = (name: string) => ({ namespace: "acme", name });
const label = (name: string, promptFragment: string, team = "core") => ({
  kind: agentContextLabel.kind,
  metadata: { namespace: "acme", name, labels: { team } },
  spec: agentContextLabel.spec.parse({ ...agentContextLabel.example.spec, promptFragment }),
});

describeOnBoth("objects of the agent platform", (databases) => {
  test("are created, read, changed and deleted, and each change has a version of its own", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    const made = await store.write((objects) =>
      objects.create(agentDispatchRun, run("one"), { phase: "Queued" }),
    );
    expect(made.metadata).toMatchObject({ name: "one", generation: 1, managedByRepository: false });
    expect(made.metadata.uid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(made.metadata.creationTimestamp).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(made.status).toEqual({ phase: "Queued" });
    expect(await store.read((objects) => objects.get(agentDispatchRun, key("one")))).toEqual(made);

    const started = await store.write((objects) =>
      objects.setStatus(agentDispatchRun, key("one"), { phase: "Running" }),
    );
    const cancelled = await store.write((objects) =>
      objects.update(agentDispatchRun, run("one", { cancelled: true })),
    );
    expect([started.metadata.generation, cancelled.metadata.generation]).toEqual([1, 2]);
    expect(cancelled).toMatchObject({ spec: { cancelled: true }, status: { phase: "Running" } });
    const versions = [made, started, cancelled].map(({ metadata }) => Number(metadata.resourceVersion));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);

    await store.write((objects) => objects.delete(agentDispatchRun, key("one")));
    expect(await store.read((objects) => objects.get(agentDispatchRun, key("one")))).toBeUndefined();
  });

  test("that people declare have labels, a status and a generation that only the spec moves", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    await store.write((objects) => objects.create(agentContextLabel, label("tone", "Be kind.")));
    const relabelled = await store.write((objects) =>
      objects.update(agentContextLabel, label("tone", "Be kind.", "edge")),
    );
    expect(relabelled.metadata).toMatchObject({ generation: 1, labels: { team: "edge" } });
    const rewritten = await store.write((objects) =>
      objects.update(agentContextLabel, label("tone", "Be brief.")),
    );
    expect(rewritten.metadata).toMatchObject({ generation: 2, labels: { team: "core" } });
    const { items } = await store.read((objects) => objects.list(agentContextLabel));
    expect(items).toEqual([rewritten]);
  });

  test("are not changed by writing the same again", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    const made = await store.write((objects) =>
      objects.create(agentDispatchRun, run("one"), { phase: "Queued" }),
    );
    const again = await store.write(async (objects) => [
      await objects.update(agentDispatchRun, run("one")),
      await objects.setStatus(agentDispatchRun, key("one"), { phase: "Queued" }),
    ]);
    expect(again).toEqual([made, made]);
  });

  test("are refused with a code: twice, missing, changed meanwhile, immutable, too large", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    const made = await store.write((objects) => objects.create(agentDispatchRun, run("one")));
    const refused = (work: Parameters<typeof store.write>[0]) =>
      store.write(work).then(
        () => "done",
        ({ code }) => code,
      );
    expect(await refused((objects) => objects.create(agentDispatchRun, run("one")))).toBe("ALREADY_EXISTS");
    expect(await refused((objects) => objects.update(agentDispatchRun, run("two")))).toBe("NOT_FOUND");
    expect(await refused((objects) => objects.delete(agentDispatchRun, key("two")))).toBe("NOT_FOUND");
    expect(
      await refused((objects) =>
        objects.setStatus(agentDispatchRun, key("one"), {}, { resourceVersion: "1" }),
      ),
    ).toBe("CONFLICT");
    expect(
      await refused((objects) =>
        objects.setStatus(agentDispatchRun, key("one"), { phase: "Queued" }, { generation: 2 }),
      ),
    ).toBe("CONFLICT");
    expect(
      await refused((objects) => objects.update(agentDispatchRun, run("one", { repository: "acme/other" }))),
    ).toBe("IMMUTABLE_FIELD");
    const bulky = Object.fromEntries(
      Array.from({ length: 5 }, (_, at) => [`note-${at}`, "x".repeat(250_000)]),
    );
    const large = { ...run("large"), metadata: { ...key("large"), annotations: bulky } };
    expect(await refused((objects) => objects.create(agentDispatchRun, large))).toBe("RESOURCE_TOO_LARGE");
    expect(
      await refused((objects) =>
        objects.setStatus(agentDispatchRun, key("one"), { message: "x".repeat(5000) }),
      ),
    ).toBe("RESOURCE_INVALID");
    const expected = { resourceVersion: made.metadata.resourceVersion, generation: 1 };
    expect(
      await refused((objects) =>
        objects.setStatus(agentDispatchRun, key("one"), { phase: "Queued" }, expected),
      ),
    ).toBe("done");
  });

  test("that the repository declares are changed by nobody else, but their status is", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    const repository = store.asRepository();
    const made = await repository.write((objects) =>
      objects.create(agentContextLabel, label("tone", "Be kind.")),
    );
    expect(made.metadata.managedByRepository).toBe(true);
    for (const work of [
      () => store.write((objects) => objects.update(agentContextLabel, label("tone", "Be loud."))),
      () => store.write((objects) => objects.delete(agentContextLabel, key("tone"))),
    ])
      await expect(work()).rejects.toMatchObject({ code: "MANAGED_BY_REPOSITORY" });
    await store.write((objects) =>
      objects.setStatus(agentContextLabel, key("tone"), { observedGeneration: 1 }),
    );
    await store.write((objects) => objects.create(agentContextLabel, label("own", "Mine.")));
    const adopted = await repository.write((objects) =>
      objects.update(agentContextLabel, label("own", "Mine.")),
    );
    expect(adopted.metadata).toMatchObject({ managedByRepository: true, generation: 1 });
    await repository.write((objects) => objects.delete(agentContextLabel, key("tone")));
  });

  test("are all written, or none; a dry run does everything but keep it", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    const rehearsed = await store.write((objects) => objects.create(agentDispatchRun, run("one")), true);
    expect(rehearsed).toMatchObject({ metadata: { name: "one", generation: 1 } });
    await expect(
      store.write(async (objects) => {
        await objects.create(agentDispatchRun, run("one"));
        await objects.create(agentContextLabel, label("tone", "Be kind."));
        await objects.update(agentDispatchRun, run("missing"));
      }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const kind of [agentDispatchRun, agentContextLabel])
      expect((await store.read((objects) => objects.list(kind))).items).toEqual([]);
  });

  test("keep their versions from whoever writes by hand, and nobody writes without one", async () => {
    await using scene = await openStore(databases);
    const { store, foreign } = scene;
    const made = await store.write((objects) =>
      objects.create(agentDispatchRun, run("one"), { phase: "Queued" }),
    );
    await foreign(`UPDATE agent_object SET status = '{"phase":"Failed"}' WHERE name = 'one'`);
    const found = await store.read((objects) => objects.get(agentDispatchRun, key("one")));
    expect(Number(found?.metadata.resourceVersion)).toBeGreaterThan(Number(made.metadata.resourceVersion));
    const failed = parseFieldSelector("status.phase=Failed");
    expect(
      (await store.read((objects) => objects.list(agentDispatchRun, { fields: failed }))).items,
    ).toHaveLength(1);
    for (const statement of [
      "UPDATE agent_object SET version = 5",
      "UPDATE agent_object SET name = 'other'",
      "UPDATE agent_clock SET version = 1",
      "DELETE FROM agent_clock",
      "INSERT INTO agent_clock VALUES (1, 1)",
      "UPDATE agent_change SET type = 'DELETED'",
      "INSERT INTO agent_object (kind, namespace, name, declared, value) VALUES ('AgentStack', 'acme', 'x', '1', '{\"spec\":{}}')",
      "INSERT INTO agent_object (kind, namespace, name, value) VALUES ('AgentStack', 'acme', 'x', 'no')",
      "INSERT INTO agent_object (kind, namespace, name, value) VALUES ('AgentStack', '../acme', 'x', '{\"spec\":{}}')",
      "INSERT INTO agent_declaration (kind, namespace, name, value) VALUES ('AgentStack', 'acme', 'x', '{\"spec\":{\"a\":1,\"a\":2}}')",
    ])
      await expect(foreign(statement), statement).rejects.toThrow();
  });

  test("are listed in pages by key, with selectors, the newest first, and a token is for its own list", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    for (let at = 0; at < 25; at++)
      await store.write((objects) =>
        objects.create(
          agentDispatchRun,
          {
            ...run(`run-${String(at).padStart(2, "0")}`, { repository: at % 2 ? "acme/odd" : "acme/even" }),
            metadata: { ...key(`run-${String(at).padStart(2, "0")}`), labels: { third: String(at % 3) } },
          },
          { phase: at < 5 ? "Running" : "Queued" },
        ),
      );
    const names = async (query: Parameters<Parameters<Parameters<typeof store.read>[0]>[0]["list"]>[1]) => {
      const found: string[] = [];
      let pages = 0;
      for (let token: string | undefined; ; pages++) {
        const page = await store.read((objects) =>
          objects.list(agentDispatchRun, { ...query, continue: token }),
        );
        found.push(...page.items.map(({ metadata }) => metadata.name));
        if (page.continue === undefined) return { found, pages: pages + 1 };
        token = page.continue;
      }
    };
    const all = Array.from({ length: 25 }, (_, at) => `run-${String(at).padStart(2, "0")}`);
    expect(await names({ limit: 10 })).toEqual({ found: all, pages: 3 });
    expect(await names({ limit: 5, namespace: "acme" })).toEqual({ found: all, pages: 5 });
    expect(await names({ limit: 7, newestFirst: true })).toEqual({ found: all.toReversed(), pages: 4 });
    expect(await names({ limit: 7, newestFirst: true, namespace: "acme" })).toEqual({
      found: all.toReversed(),
      pages: 4,
    });
    expect((await names({ namespace: "other" })).found).toEqual([]);
    const running = parseFieldSelector("status.phase=Running");
    expect((await names({ fields: running, limit: 2 })).found).toEqual(all.slice(0, 5));
    const some = parseFieldSelector("status.phase!=Running,spec.repository=acme/odd");
    const second = parseLabelSelector("third in (1),third!=2");
    expect((await names({ fields: some, labels: second, limit: 2 })).found).toEqual(
      all.filter((_, at) => at >= 5 && at % 2 === 1 && at % 3 === 1),
    );
    const { continue: token } = await store.read((objects) => objects.list(agentDispatchRun, { limit: 3 }));
    const refused = [
      store.read((objects) =>
        objects.list(agentDispatchRun, { limit: 3, continue: token, newestFirst: true }),
      ),
      store.read((objects) => objects.list(agentDispatchRun, { continue: "x" })),
    ];
    for (const asked of refused) await expect(asked).rejects.toMatchObject({ code: "CONTINUE_INVALID" });
    const each = await store.read(async (objects) => {
      const found: string[] = [];
      for await (const { metadata } of objects.each(agentDispatchRun, { limit: 4 }))
        found.push(metadata.name);
      return found;
    });
    expect(each).toEqual(all);
  });

  test("are created once where rivals create them at the same time", async () => {
    await using scene = await openStore(databases);
    await using rival = await openStoreAt(scene.location);
    const attempts = Array.from({ length: 10 }, (_, at) =>
      (at % 2 ? scene.store : rival.store)
        .write((objects) => objects.create(agentDispatchRun, run("one")))
        .then(
          () => "made",
          ({ code }) => code,
        ),
    );
    const outcomes = await Promise.all(attempts);
    expect(outcomes.filter((outcome) => outcome === "made")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "ALREADY_EXISTS")).toHaveLength(9);
  });
});
