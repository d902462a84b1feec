import { expect, test, vi } from "vitest";
import { queueState } from "../../src/config/queue/queue.ts";
import { listQueue } from "../../src/config/queue/queue-list.ts";
import { loadRows } from "../../src/config/rows/load-rows.ts";
import { resolveAgent } from "../../src/config/rows/resolve.ts";
import { type RenderQueuedOptions, renderQueued } from "../../src/env/render-queued.ts";
import { shareOf } from "../../src/env/share.ts";
import { watchQueue } from "../../src/env/watch-queue.ts";
import { describeOnBoth, openFleet } from "../config/databases.ts";
import { scratchDirectory } from "../scratch.ts";
import { expectValidEnv } from "./expect-valid-env.ts";
import { settingsFor, TestSecrets } from "./fleet-agent.ts";

describeOnBoth("rendering what is due", (databases) => {
  async function queued(secrets = new TestSecrets({ TOKEN: "canary-queued" })) {
    const { database, location } = await openFleet(databases);
    const settings = settingsFor(scratchDirectory(), secrets);
    const write = (sql: string) => databases.foreign(location, sql);
    const server = (scope: string, ref: string, key: string, secret: string) =>
      write(
        `INSERT INTO mcp_server (scope, scope_ref, key, enabled, value) VALUES ('${scope}', '${ref}', '${key}', true,
          '{"type":"stdio","command":"c","env":{"A":"\${SECRET:${secret}}"}}')`,
      );
    const drain = (worker = "one", options: Partial<RenderQueuedOptions> = {}) =>
      renderQueued({ ...settings, database, worker, ...options });
    const results = async (worker?: string, options?: Partial<RenderQueuedOptions>) => {
      const { outcomes, waiting } = await drain(worker, options);
      const left = waiting.map(
        ({ agent, failure }) => `${agent} waiting ${failure.code} ${failure.attempts}`,
      );
      return [...outcomes.map(({ agent, result }) => `${agent} ${result}`), ...left].sort();
    };
    return { database, settings, secrets, write, server, drain, results };
  }

  test("renders exactly the agents that a write affects, once", async () => {
    const { database, settings, server, results } = await queued();
    await using _ = database;
    await server("global", "", "github", "TOKEN");
    expect(await results()).toEqual(["ada rendered", "bob rendered", "cyn rendered", "dee rendered"]);
    expect(await results()).toEqual([]);
    await server("instance", "cyn", "own", "TOKEN");
    await server("instance", "cyn", "other", "TOKEN");
    expect(await results()).toEqual(["cyn rendered"]);
    expect(await queueState(database)).toEqual({ due: 0, claimed: 0 });
    const rows = await loadRows(database);
    for (const name of rows.agents) {
      expectValidEnv(settings.envRoot, resolveAgent(rows, name), { TOKEN: "canary-queued" });
    }
  });

  test("gives each agent to one of several workers", async () => {
    const { database, server, settings, drain } = await queued();
    await using _ = database;
    await server("global", "", "github", "TOKEN");
    const done = (await Promise.all(["one", "two", "three", "four"].map((worker) => drain(worker)))).flatMap(
      ({ outcomes }) => outcomes,
    );
    expect(done.map(({ agent }) => agent).sort()).toEqual(["ada", "bob", "cyn", "dee"]);
    const rendered = settings.events.names.filter((name) => name.startsWith("rendered"));
    expect(rendered.sort()).toEqual(["rendered ada", "rendered bob", "rendered cyn", "rendered dee"]);
  });

  test("keeps an agent that failed in the queue, and goes on with the others", async () => {
    const { database, server, write, results } = await queued();
    await using _ = database;
    await server("global", "", "github", "TOKEN");
    await server("instance", "bob", "own", "ABSENT");
    expect(await results()).toEqual(["ada rendered", "bob failed", "cyn rendered", "dee rendered"]);
    expect(await queueState(database)).toEqual({ due: 1, claimed: 0 });
    expect(await results()).toEqual(["bob waiting MISSING_SECRET 1"]);
    await write("DELETE FROM mcp_server WHERE scope = 'instance'");
    expect(await results()).toEqual(["bob rendered"]);
  });

  test("tries an agent again that waits where it is told to, and counts on", async () => {
    const { database, server, results } = await queued();
    await using _ = database;
    await server("instance", "bob", "own", "ABSENT");
    expect(await results()).toEqual(["bob failed"]);
    expect(await results("two", { retryNow: true })).toEqual(["bob failed"]);
    expect(await results("three")).toEqual(["bob waiting MISSING_SECRET 2"]);
  });

  test("renders a share of the fleet first, the same agents each time, and larger shares hold it", async () => {
    const { database, server, drain } = await queued();
    await using _ = database;
    await server("global", "", "github", "TOKEN");
    const done = async (share: number) => (await drain("w", { share })).outcomes.map(({ agent }) => agent);
    const first = await done(0.05);
    expect(first).toEqual([...shareOf(["ada", "bob", "cyn", "dee"], 0.05)]);
    expect(first).toHaveLength(1);
    expect(await done(0.05)).toEqual([]);
    expect(await done(0.5)).toHaveLength(1);
    expect(await queueState(database)).toEqual({ due: 2, claimed: 0 });
    expect(await done(1)).toHaveLength(2);
  });

  test("begins with no further agent once as many failed as may", async () => {
    const { database, server, drain } = await queued();
    await using _ = database;
    await server("global", "", "github", "ABSENT");
    const { outcomes, stopped } = await drain("w", { stopAfter: 2 });
    expect(outcomes.map(({ result }) => result)).toEqual(["failed", "failed"]);
    expect(stopped).toBe(true);
    expect((await listQueue(database)).map(({ state }) => state)).toEqual([
      "failing",
      "failing",
      "due",
      "due",
    ]);
    expect((await drain("w", { stopAfter: 3 })).stopped).toBe(false);
  });

  test("goes on until it is told to stop, and renders what it began with to its end", async () => {
    const { database, settings, server } = await queued();
    await using _ = database;
    const stop = new AbortController();
    const rendered: string[] = [];
    const watch = watchQueue({
      ...settings,
      database,
      worker: "w",
      until: stop.signal,
      pollMs: 20,
      onOutage: (fault) => expect.unreachable(fault.message),
      onOutcome: ({ agent, result }) => {
        rendered.push(`${agent} ${result}`);
        if (rendered.length === 5) stop.abort();
      },
    });
    await server("instance", "cyn", "own", "TOKEN");
    await vi.waitUntil(() => rendered.length === 1, { timeout: 100_000 });
    await server("global", "", "github", "TOKEN");
    expect(await watch).toEqual({ rendered: 5, unchanged: 0, skipped: 0, failed: 0 });
    expect(await queueState(database)).toEqual({ due: 0, claimed: 0 });
  });

  test("keeps rows that cannot be read to the agent that they are of", async () => {
    const { database, settings, server, write, results } = await queued();
    await using _ = database;
    await server("global", "", "github", "TOKEN");
    await write(
      `INSERT INTO skill (scope, scope_ref, key, enabled, value)
        VALUES ('instance', 'bob', 'own', true, '[{"path":"SKILL.md","text":"x"},{"path":"../up","text":"x"}]')`,
    );
    expect(await results()).toEqual(["ada rendered", "bob failed", "cyn rendered", "dee rendered"]);
    expect(settings.events.names).toContain("task_failed bob");
  });

  test("passes over an agent that was removed meanwhile, and gives back what a stopped run had taken", async () => {
    const { database, settings, server, write, results } = await queued();
    await using _ = database;
    await server("global", "", "github", "TOKEN");
    const stopped = renderQueued({ ...settings, database, worker: "stopped", signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrowError(/abort/);
    await write("DELETE FROM agent WHERE name = 'dee'");
    expect(await results()).toEqual(["ada rendered", "bob rendered", "cyn rendered"]);
    expect(await queueState(database)).toEqual({ due: 0, claimed: 0 });
  });
});
