import { describe, expect, test } from "vitest";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { readStoreFigures } from "../../../src/agents/store/figures/store-figures.ts";
import { openMetricsText } from "../../../src/api/probes/open-metrics.ts";
import { probeRoutes } from "../../../src/api/probes/probe-routes.ts";
import { RequestFigures } from "../../../src/api/probes/request-figures.ts";
import { storeFamilies } from "../../../src/api/probes/store-families.ts";
import { openStore, run } from "../../agents/store/scene.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { doorsWorld } from "../doors/doors-world.ts";
import { exchange } from "../odd-requests.ts";
import { readOpenMetrics } from "./read-open-metrics.ts";

describe("whether the server is there", () => {
  test("is told to who knows it by its address alone; what it lacks is named, and nothing else said", async () => {
    const state = { database: true, now: 0 };
    const probes = probeRoutes({
      checks: {
        database: async () => {
          if (!state.database) throw new Error("connection refused: 10.9.8.7");
          return true;
        },
        controllers: async () => true,
      },
      families: async () => [],
      refuse: async () => undefined,
      elapsed: () => state.now,
    });
    await using world = await doorsWorld({ probes });
    const ask = (path: string) =>
      exchange(world.url, `GET ${path} HTTP/1.1\r\nHost: 10.0.0.7:7411\r\nConnection: close\r\n\r\n`);
    expect(await ask("/healthz")).toMatch(/^HTTP\/1.1 200 [\s\S]*ok\n/);
    expect(await ask("/livez")).toMatch(/^HTTP\/1.1 200 /);
    expect(await ask("/readyz")).toMatch(/^HTTP\/1.1 200 [\s\S]*database: ok\ncontrollers: ok\n/);
    state.database = false;
    expect(await ask("/readyz"), "an answer is used for a second").toMatch(/^HTTP\/1.1 200 /);
    state.now += 1000;
    const failed = await ask("/readyz");
    expect(failed).toMatch(/^HTTP\/1.1 503 [\s\S]*database: failed\ncontrollers: ok\n/);
    expect(failed).not.toContain("10.9.8.7");
    expect(await ask("/healthz")).toMatch(/^HTTP\/1.1 200 /);
    expect(await ask("/here")).toMatch(/^HTTP\/1.1 421 /);
  });
});

describe("the figures of requests", () => {
  test("are text that a strict reader of OpenMetrics takes, whatever was asked", () => {
    const figures = new RequestFigures();
    expect(readOpenMetrics(openMetricsText(figures.families()))).toHaveLength(3);
    const paths = [
      "/",
      "/api/agents/runs",
      "/apis/identikit.dev",
      "/login",
      "/login.js",
      '/"\\\n',
      "/metrics",
      "/api/watch/orgs/x",
    ];
    for (const [at, path] of paths.entries())
      for (const method of ["GET", "BREW", 'P"ST\n'])
        figures.count({ method, path, status: 200 + at, seconds: 0.004 * 3 ** at });
    const close = figures.open();
    figures.open();
    close();
    const families = readOpenMetrics(openMetricsText(figures.families()));
    const [requests, durations, streams] = families;
    expect(requests?.samples).toContainEqual({
      name: "identikit_http_requests_total",
      labels: { route: "api", method: "other", status: "201" },
      value: 2,
    });
    const counts = durations?.samples.filter(({ name }) => name.endsWith("_count"));
    expect(counts?.map(({ labels, value }) => [labels.route, value])).toEqual([
      ...[
        ["pages", 6],
        ["api", 3],
        ["kubernetes", 3],
        ["sign-in", 6],
        ["probes", 3],
        ["watch", 3],
      ],
    ]);
    expect(streams?.samples).toEqual([{ name: "identikit_http_streams", labels: {}, value: 1 }]);
  });

  test("count what goes through the doors, and take no more memory for odd paths", async () => {
    await using world = await doorsWorld();
    for (let at = 0; at < 50; at++) await world.ask(`/odd-${at}`);
    await world.ask("/login");
    const [requests] = world.figures.families();
    expect(requests?.samples.map(({ labels, value }) => [labels, value])).toEqual([
      [{ route: "pages", method: "GET", status: "401" }, 50],
      [{ route: "sign-in", method: "GET", status: "200" }, 1],
    ]);
  });
});

describe("a text that breaks a rule is not taken by the reader of these tests", () => {
  const family = (lines: string) => `# TYPE a gauge\n# HELP a A.\n${lines}# EOF\n`;
  test.each([
    ["without its end", "# TYPE a gauge\na 1\n"],
    ["with a sample twice", family("a 1\na 2\n")],
    ["with a label twice", family('a{x="1",x="2"} 1\n')],
    ["with a quote that is not escaped", family('a{x="1"2"} 1\n')],
    ["with a comma at the end", family('a{x="1",} 1\n')],
    ["with a name of another type", family("a_total 1\n")],
    ["with a family twice", "# TYPE a gauge\n# TYPE b gauge\n# TYPE a gauge\n# EOF\n"],
    ["with two spaces", family("a  1\n")],
    ["with a value that is none", family("a one\n")],
    ["with an empty line", family("\na 1\n")],
    ["with a unit that the name lacks", "# TYPE a gauge\n# UNIT a seconds\n# EOF\n"],
  ])("%s", (_, text) => {
    expect(() => readOpenMetrics(text)).toThrow();
  });
});

describeOnBoth("the figures of the store", (databases) => {
  test("count what waits, by controller, and runs and approvals by phase", async () => {
    await using scene = await openStore(databases);
    expect(await readStoreFigures(scene.database)).toEqual({
      ...{ queued: [], due: [], failing: [], runs: [], approvals: [], renders: 0, failingRenders: 0 },
      ...{ environments: [], environmentsSeen: undefined },
    });
    expect(
      readOpenMetrics(openMetricsText(storeFamilies(await readStoreFigures(scene.database)))).length,
    ).toBe(9);
    await scene.store.write(async (writer) => {
      for (const [name, phase] of [
        ["one", "Queued"],
        ["two", "Queued"],
        ["three", "Running"],
      ] as const)
        await writer.create(agentDispatchRun, run(name), { phase });
    });
    await scene.foreign(`INSERT INTO agent_queue (controller, kind, namespace, name, due_at) VALUES
      ('stack', 'AgentStack', 'berths', 'a', 1), ('stack', 'AgentStack', 'berths', 'b', 9000000000000), ('trigger', 'X', 'berths', 'a', 1)`);
    const figures = await readStoreFigures(scene.database);
    expect(figures).toMatchObject({
      queued: [
        { name: "stack", count: 2 },
        { name: "trigger", count: 1 },
      ],
      due: [
        { name: "stack", count: 1 },
        { name: "trigger", count: 1 },
      ],
      runs: [
        { name: "Queued", count: 2 },
        { name: "Running", count: 1 },
      ],
    });
    const families = readOpenMetrics(openMetricsText(storeFamilies(figures)));
    expect(families.find(({ name }) => name === "identikit_runs")?.samples).toEqual([
      { name: "identikit_runs", labels: { phase: "Queued" }, value: 2 },
      { name: "identikit_runs", labels: { phase: "Running" }, value: 1 },
    ]);
  });
});
