import { expect, test } from "vitest";
import { loadRows } from "../../src/config/load-rows.ts";
import { queueState } from "../../src/config/queue.ts";
import { resolveAgent } from "../../src/config/resolve.ts";
import { type RenderQueuedOptions, renderQueued } from "../../src/env/render-queued.ts";
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
