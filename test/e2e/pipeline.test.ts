import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

const agents = [
  "concierge",
  "engineer-berths",
  "engineer-pilotage",
  "engineer-tariffs",
  "reviewer-infra",
  "reviewer-services",
];

/** Every file of the agents' env directories with its mode and content. */
function envDirectoriesOf(fleet: FleetCopy): Record<string, string> {
  const root = fleet.path(".identikit/env");
  const files = agents.flatMap((agent) =>
    readdirSync(join(root, agent), { recursive: true, encoding: "utf8" }).map((name) => join(agent, name)),
  );
  return Object.fromEntries(
    files
      .filter((name) => statSync(join(root, name)).isFile())
      .map((name) => {
        const path = join(root, name);
        return [name, `${statSync(path).mode.toString(8)} ${readFileSync(path, "utf8")}`];
      }),
  );
}

test("a fleet goes from its source of truth to every copy, each compared with it", async () => {
  using fleet = copyFleet("checkout");
  const { code, json } = await identikitJson(["pipeline"], { cwd: fleet.root });
  expect(code).toBe(0);
  expect(json).toMatchObject({ result: "clean", findings: [], changed: true });
  expect(json.steps.fetch.templates.map(({ commit }: { commit: string }) => commit)).toEqual(
    Array(3).fill(expect.stringMatching(/^[0-9a-f]{40}$/)),
  );
  expect(json.steps.render).toMatchObject({ rendered: 6, failed: 0, skipped: 0 });
  expect(json.tags).toEqual([`staging-${json.steps.bake.commit}`]);
  for (const agent of agents) {
    // Reviewers run Codex, which has no plugins.
    if (agent.startsWith("reviewer-")) {
      const text = readFileSync(fleet.path(".identikit/env", agent, "config.toml"), "utf8");
      expect(text).toContain("[mcp_servers.forge]");
      continue;
    }
    const settings = JSON.parse(readFileSync(fleet.path(".identikit/env", agent, "settings.json"), "utf8"));
    expect(settings.enabledPlugins).toMatchObject({ "guardrails@tidewater": true });
  }
});

test("a second run changes nothing and says so", async () => {
  using fleet = copyFleet("checkout");
  await identikit(["pipeline"], { cwd: fleet.root });
  const before = envDirectoriesOf(fleet);
  const { code, stdout } = await identikit(["pipeline"], { cwd: fleet.root });
  expect(code).toBe(0);
  expect(stdout).toContain("Nothing changed");
  expect(envDirectoriesOf(fleet)).toEqual(before);
  const { json } = await identikitJson(["pipeline"], { cwd: fleet.root });
  expect(json).toMatchObject({ changed: false, steps: { render: { rendered: 0, unchanged: 6 } } });
});

test("two runs in two directories at two times under two umasks give the same image, bundle and env directories", async () => {
  using one = copyFleet("checkout");
  using other = copyFleet("checkout");
  const first = await identikitJson(["pipeline"], { cwd: one.root });
  // Another second on the clock, for whatever would keep a time.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const second = await underUmask("077", ["pipeline", "--json"], other.root);
  expect(first.code).toBe(0);
  expect(second.digest).toBe(first.json.digest);
  expect(second.treeDigest).toBe(first.json.treeDigest);
  expect(second.bundleDigest).toBe(first.json.bundleDigest);
  expect(readFileSync(other.path(".identikit/config.bundle"))).toEqual(
    readFileSync(one.path(".identikit/config.bundle")),
  );
  expect(envDirectoriesOf(other)).toEqual(envDirectoriesOf(one));
});

test("a pipeline that is killed at any moment is completed by the next run", async () => {
  using whole = copyFleet();
  const wanted = await identikitJson(["pipeline"], { cwd: whole.root });
  using fleet = copyFleet();
  for (let round = 0; round < 8; round++) {
    await killAfter(150 + round * 110, fleet.root, round % 2 === 0 ? "SIGKILL" : "SIGINT");
    // Nothing is half-written under its final name: what is there can be read.
    for (const name of readJsonFiles(fleet.path(".identikit"))) JSON.parse(readFileSync(name, "utf8"));
  }
  const { code, json } = await identikitJson(["pipeline"], { cwd: fleet.root });
  expect(code).toBe(0);
  expect(json.digest).toBe(wanted.json.digest);
  expect(json.bundleDigest).toBe(wanted.json.bundleDigest);
  expect(envDirectoriesOf(fleet)).toEqual(envDirectoriesOf(whole));
  const leftOvers = () =>
    readdirSync(fleet.path(".identikit"), { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.tmp$/.test(name),
    );
  // Files and blobs that nobody holds a lock for are swept when no writer can be at work on them any more.
  expect(leftOvers().filter((name) => !/^((images|published)\/)?[^/]+$/.test(name))).toEqual([]);
  const longAgo = Date.now() / 1000 - 2 * 86_400;
  for (const name of leftOvers()) utimesSync(fleet.path(".identikit", name), longAgo, longAgo);
  await identikitJson(["pipeline"], { cwd: fleet.root });
  expect(leftOvers()).toEqual([]);
});

test("a pipeline removes what a killed one left in its layouts, and no file that somebody may still be writing", async () => {
  using fleet = copyFleet();
  await identikitJson(["pipeline"], { cwd: fleet.root });
  const temporaries = (letter: string) =>
    ["images", "published"].map((name) =>
      fleet.path(".identikit", name, `.identikit-${letter.repeat(12)}.tmp`),
    );
  const [abandoned, young] = [temporaries("a"), temporaries("b")];
  const longAgo = Date.now() / 1000 - 2 * 86_400;
  for (const name of [...abandoned, ...young]) writeFileSync(name, "half a blob");
  for (const name of abandoned) utimesSync(name, longAgo, longAgo);
  await identikitJson(["pipeline"], { cwd: fleet.root });
  expect([...abandoned, ...young].filter((name) => existsSync(name))).toEqual(young);
});

test("a secret that is missing fails the pipeline with its name, and leaves the rest whole", async () => {
  using fleet = copyFleet();
  writeFileSync(fleet.path("identikit.yaml"), "version: 1\n");
  const { code, stderr } = await identikit(["pipeline"], { cwd: fleet.root });
  expect(code).toBe(1);
  expect(stderr).toMatch(/error MISSING_SECRET: .*FORGE_TOKEN/);
  const given = await identikitJson(["pipeline"], {
    cwd: fleet.root,
    env: { IDENTIKIT_SECRET_FORGE_TOKEN: "given-by-the-job" },
  });
  expect(given.code).toBe(0);
  expect(readFileSync(fleet.path(".identikit/env/concierge/.claude.json"), "utf8")).toContain(
    "given-by-the-job",
  );
});

async function underUmask(umask: string, args: readonly string[], cwd: string) {
  const command = `umask ${umask}; exec "$0" "$@"`;
  const child = spawn(
    "/bin/sh",
    ["-c", command, process.execPath, join(house, "dist/identikit.js"), ...args],
    {
      cwd,
      env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  await new Promise((resolve) => child.on("close", resolve));
  return JSON.parse(stdout);
}

async function killAfter(milliseconds: number, cwd: string, signal: NodeJS.Signals): Promise<void> {
  const child = spawn(process.execPath, [join(house, "dist/identikit.js"), "pipeline"], {
    cwd,
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" },
    stdio: "ignore",
  });
  const timer = setTimeout(() => child.kill(signal), milliseconds);
  await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
}

function readJsonFiles(root: string): string[] {
  try {
    return readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(root, name));
  } catch {
    return [];
  }
}
