import {
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reconcile } from "../../src/env/reconcile.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { SettledIndex } from "../../src/env/settled-index.ts";
import { countCalls } from "../bench/parts/count-calls.ts";
import { scratchDirectory } from "../scratch.ts";
import { configOf, settingsFor, TestSecrets } from "./fleet-agent.ts";

const agent = configOf({
  name: "scout",
  prompt: "Be kind.\n",
  mcpServers: { x: { type: "stdio", command: "c", env: { KEY: "${SECRET:KEY}" } } },
  skills: { up: { "SKILL.md": "# Up\n", "more/help.md": "help\n" } },
});
const prompt = "system-prompt.md";

function fleetAt(envRoot: string) {
  const secrets = new TestSecrets({ KEY: "canary-91" });
  const settings = settingsFor(envRoot, secrets);
  /** One run, as `render --trust-stat` is, or without the option. */
  async function run(options: { readonly trust?: boolean; readonly config?: typeof agent } = {}) {
    const { trust = true, config = agent } = options;
    let result = "";
    const { opened } = await countCalls(async () => {
      const settledIndex = trust ? SettledIndex.open(envRoot) : undefined;
      const [outcome] = await renderAgents({ ...settings, settledIndex, agents: [config] });
      result = outcome?.result ?? "";
      await settledIndex?.write();
    });
    return { result, opened };
  }
  return { run, secrets, settings, at: (path: string) => join(envRoot, "scout", path) };
}

/** Goes on once a change would have a later time than a file has: what was written within one tick of the clock is racy. */
function untilClockIsPast(path: string, scratch: string): void {
  const { ctimeNs } = lstatSync(path, { bigint: true });
  for (;;) {
    writeFileSync(scratch, "x");
    if (lstatSync(scratch, { bigint: true }).ctimeNs > ctimeNs) return;
  }
}

/** An env directory that was rendered, then read by a run that trusts what it saw. */
async function indexedFleet() {
  const envRoot = scratchDirectory();
  const fleet = fleetAt(envRoot);
  expect((await fleet.run({ trust: false })).result).toBe("rendered");
  const tick = () => untilClockIsPast(join(envRoot, ".identikit", "scout.json"), `${envRoot}.tick`);
  tick();
  const read = await fleet.run();
  expect(read.result).toBe("unchanged");
  const trusted = await fleet.run();
  expect(trusted.result).toBe("unchanged");
  expect(read.opened - trusted.opened).toBeGreaterThan(5);
  return { envRoot, ...fleet, trusted };
}

test("an env directory that was read and left alone is not read again with --trust-stat, and always without it (I-8)", async () => {
  const { run, trusted } = await indexedFleet();
  expect((await run()).opened).toBe(trusted.opened);
  expect((await run({ trust: false })).opened).toBeGreaterThan(5);
});

const sameSize = (text: string) => text.replace("kind", "mean");

test.each([
  ["an edit of the same size", (path: string) => writeFileSync(path, sameSize("Be kind.\n"))],
  [
    "an edit of the same size whose mtime was put back",
    (path: string) => {
      const { atime, mtime } = lstatSync(path);
      writeFileSync(path, sameSize("Be kind.\n"));
      utimesSync(path, atime, mtime);
    },
  ],
  [
    "another file that took the name, with the same mtime",
    (path: string) => {
      const { atime, mtime } = lstatSync(path);
      writeFileSync(`${path}.new`, sameSize("Be kind.\n"), { mode: 0o644 });
      utimesSync(`${path}.new`, atime, mtime);
      renameSync(`${path}.new`, path);
    },
  ],
  ["a removed file", (path: string) => rmSync(path)],
])("%s is seen and put right", async (_what, change) => {
  const { run, at } = await indexedFleet();
  change(at(prompt));
  expect((await run()).result).toBe("rendered");
  expect(readFileSync(at(prompt), "utf8")).toBe("Be kind.\n");
});

test.each([
  [
    "a file in a skill",
    (at: (path: string) => string) => writeFileSync(at("skills/up/more/help.md"), "HELP\n"),
  ],
  [
    "a new file deep in a skill",
    (at: (path: string) => string) => writeFileSync(at("skills/up/more/own.md"), "x"),
  ],
  [
    "a new file in a directory of a skill that holds nothing of ours",
    (at: (path: string) => string) => writeFileSync(at("skills/up/empty/own.md"), "x"),
  ],
  ["an owned key", (at: (path: string) => string) => rewrite(at(".claude.json"), '"c"', '"d"')],
])("a change of %s is seen and put right", async (_what, change) => {
  const { run, at, envRoot } = await indexedFleet();
  mkdirSync(at("skills/up/empty"));
  untilClockIsPast(at("skills/up"), `${envRoot}.tick`);
  await run();
  await run();
  change(at);
  expect((await run()).result).toBe("rendered");
  expect((await run({ trust: false })).result).toBe("unchanged");
});

function rewrite(path: string, from: string, to: string): void {
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replaceAll(from, to));
}

test("a write that is as young as the index is racy: its directory is read again until it is old", async () => {
  const envRoot = scratchDirectory();
  const { run, at } = fleetAt(envRoot);
  await run({ trust: false });
  for (let round = 0; round < 30; round++) {
    // Neither waits for the clock: now and then both are within one tick, and only then is nothing noted.
    const text = round % 2 === 0 ? "Be mean.\n" : "Be evil.\n";
    expect((await run()).result).toBe("unchanged");
    writeFileSync(at(prompt), text);
    expect((await run()).result, `round ${round}`).toBe("rendered");
  }
});

test("of agents that want the same, only the one whose files changed is put right", async () => {
  const { envRoot, settings, at } = await indexedFleet();
  const agents = [agent, { ...agent, name: "other" }];
  const run = async () => {
    const settledIndex = SettledIndex.open(envRoot);
    const outcomes = await renderAgents({ ...settings, settledIndex, agents, concurrency: 1 });
    await settledIndex.write();
    return outcomes.map(({ result }) => result);
  };
  expect(await run()).toEqual(["unchanged", "rendered"]);
  untilClockIsPast(join(envRoot, ".identikit", "other.json"), `${envRoot}.tick`);
  expect(await run()).toEqual(["unchanged", "unchanged"]);
  writeFileSync(at(prompt), sameSize("Be kind.\n"));
  expect(await run()).toEqual(["rendered", "unchanged"]);
});

test("a changed config and a changed secret are rendered", async () => {
  const { run, secrets } = await indexedFleet();
  expect((await run({ config: { ...agent, systemPrompt: null } })).result).toBe("rendered");
  expect((await run()).result).toBe("rendered");
  secrets.set("KEY", "canary-92");
  expect((await run()).result).toBe("rendered");
});

test("a copy of an env root, with its index, is read in full", async () => {
  const { envRoot, trusted } = await indexedFleet();
  const copy = `${envRoot}-copy`;
  cpSync(envRoot, copy, { recursive: true, preserveTimestamps: true });
  writeFileSync(join(copy, "scout", prompt), "Be mean.\n");
  const { run } = fleetAt(copy);
  expect((await run()).result).toBe("rendered");
  untilClockIsPast(join(copy, ".identikit", "scout.json"), `${envRoot}.tick`);
  expect((await run()).opened).toBeGreaterThan(trusted.opened);
});

test("an index that is forged, cut short or of another agent is not believed", async () => {
  const { envRoot, run, at } = await indexedFleet();
  const index = join(envRoot, ".identikit", "stat-index");
  const right = readFileSync(index, "utf8");
  for (const forged of [
    "",
    "{",
    right.slice(0, 40),
    '{"version":1,"agents":{"scout":"x"}}',
    '{"version":2}',
  ]) {
    writeFileSync(at(prompt), "Be mean.\n");
    writeFileSync(index, forged);
    expect((await run()).result).toBe("rendered");
  }
});

test("reconcile reads every file, whatever the index says", async () => {
  const { settings, at, run, envRoot } = await indexedFleet();
  const { opened } = await countCalls(async () => {
    const { verdict } = await reconcile({
      ...settings,
      settledIndex: SettledIndex.open(envRoot),
      agents: [agent],
    });
    expect(verdict).toBe("clean");
  });
  expect(opened - (await run()).opened).toBeGreaterThan(5);
  writeFileSync(at(prompt), "Be mean.\n");
  const { verdict } = await reconcile({ ...settings, agents: [agent] });
  expect(verdict).not.toBe("clean");
});
