// The second thread of a render. Its program is that of dist/.
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { AgentConfig } from "../../src/config/schema/agent-config.ts";
import { EnvDirectories } from "../../src/env/env-directories.ts";
import { expectedOf } from "../../src/env/expected.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { lookIfSettled, type SettledQuestion } from "../../src/env/settled.ts";
import { SettledAhead } from "../../src/env/settled-ahead.ts";
import { SettledIndex } from "../../src/env/settled-index.ts";
import { SettledThread } from "../../src/env/settled-thread.ts";
import { Wants } from "../../src/env/want.ts";
import { scratchDirectory } from "../scratch.ts";
import { configOf, settingsFor, TestSecrets } from "./fleet-agent.ts";

const shared = configOf({
  prompt: "Be kind.\n",
  mcpServers: { x: { type: "stdio", command: "c", env: { KEY: "${SECRET:KEY}" } } },
  skills: { up: { "SKILL.md": "# Up\n", "more/help.md": "help\n" } },
});

/** What is done to an env directory, or to the ledger beside it: after each there is something to do, or an error to be told. */
const changes: Readonly<Record<string, (at: (path: string) => string) => void>> = {
  "another prompt": (at) => writeFileSync(at("system-prompt.md"), "Be mean.\n"),
  "no prompt": (at) => rmSync(at("system-prompt.md")),
  "a link for the prompt": (at) => {
    rmSync(at("system-prompt.md"));
    symlinkSync("/etc/hostname", at("system-prompt.md"));
  },
  "a prompt that is executable": (at) => chmodSync(at("system-prompt.md"), 0o755),
  "another file in a skill": (at) => writeFileSync(at("skills/up/own.md"), "x"),
  "a file that a skill lacks": (at) => rmSync(at("skills/up/more/help.md")),
  "a link for a skill": (at) => {
    rmSync(at("skills/up"), { recursive: true });
    symlinkSync("/etc", at("skills/up"));
  },
  "a directory for a file of a skill": (at) => {
    rmSync(at("skills/up/SKILL.md"));
    mkdirSync(at("skills/up/SKILL.md"));
  },
  "a shared file that is no JSON": (at) => writeFileSync(at(".claude.json"), "{"),
  "a directory that others may write to": (at) => chmodSync(at("skills"), 0o777),
  "no env directory": (at) => rmSync(at(""), { recursive: true }),
  "no ledger": (at) => rmSync(at("../.identikit/no-ledger.json")),
};

const other = configOf({ settings: { model: "opus" } }).settings;
const changed = Object.keys(changes).map((what) => what.replaceAll(" ", "-"));
const left = Array.from({ length: 60 }, (_, index) => `agent-${index}`);

/** Agents of two kinds, rendered; what is named in {@link changes} was then done to those that are called so. */
async function changedFleet(envRoot = scratchDirectory()) {
  const secrets = new TestSecrets({ KEY: "canary-17" });
  const settings = { ...settingsFor(envRoot, secrets), sync: false };
  const agents = [...changed, ...left].map(
    (name, index): AgentConfig => ({ ...shared, name, ...(index % 3 === 0 ? { settings: other } : {}) }),
  );
  await renderAgents({ ...settings, agents });
  for (const [what, change] of Object.entries(changes))
    change((path) => `${envRoot}/${what.replaceAll(" ", "-")}/${path}`);
  const wants = new Wants();
  const questionFor = async (agent: AgentConfig): Promise<SettledQuestion> => {
    const want = await wants.of({ ...agent, ...settings });
    return { agent: agent.name, expected: expectedOf(want) };
  };
  return { envRoot, settings, agents, wants, questionFor };
}

/** A thread that is up. */
async function startedThread(...scene: Parameters<typeof SettledThread.start>): Promise<SettledThread> {
  const thread = await SettledThread.start(...scene);
  if (!thread) throw new Error("dist/ was not built");
  await thread.ask([]);
  return thread;
}

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

test("the second thread finds of each agent what the first one does, and no error of it is lost", async () => {
  const { envRoot, settings, agents, questionFor } = await changedFleet();
  const questions = await Promise.all(agents.map(questionFor));
  using place = EnvDirectories.make(envRoot);
  const index = SettledIndex.open(envRoot);
  const { ledgerKeys } = settings;
  for (const since of [undefined, index.opened]) {
    await using thread = await startedThread({ envRoot, ledgerKeys, since });
    const answers = await thread.ask(questions);
    const ours = questions.map((question) => {
      try {
        return lookIfSettled(question, { place, ledgerKeys, since });
      } catch {
        return undefined;
      }
    });
    expect(answers).toEqual(ours);
    const settled = agents.filter((_, at) => answers[at] !== undefined).map(({ name }) => name);
    expect(settled).toEqual(left);
    const again = await thread.ask(
      questions.map((question, at) => ({ ...question, digest: answers[at]?.digest })),
    );
    expect(again.filter((answer) => answer).length).toBe(left.length);
  }
});

test("every agent has one turn, and those that the second thread found unchanged have their outcome", async () => {
  const { envRoot, settings, agents, wants } = await changedFleet();
  const thread = await startedThread({ envRoot, ledgerKeys: settings.ledgerKeys });
  const options = {
    resolve: (agent: AgentConfig | { resolve: () => AgentConfig }) => ({
      ...("resolve" in agent ? agent.resolve() : agent),
      ...settings,
    }),
    wants,
    from: 1,
    start: async () => thread,
  };
  await using ahead = new SettledAhead(options, agents.length);
  const seen = new Map<number, string>();
  const done: string[] = [];
  for await (const { at, agent, outcome } of ahead.turns(each(agents))) {
    expect(seen.has(at)).toBe(false);
    seen.set(at, agent.name);
    if (outcome) done.push(outcome.agent);
  }
  expect(agents.map((_, at) => seen.get(at))).toEqual(agents.map(({ name }) => name));
  expect(done.length).toBeGreaterThan(20);
  expect(done.filter((name) => !left.includes(name))).toEqual([]);
});

test("a second thread that ends keeps no agent from its turn", async () => {
  const { envRoot, settings, agents, wants, questionFor } = await changedFleet();
  const thread = await startedThread({ envRoot, ledgerKeys: settings.ledgerKeys });
  const resolve = () => ({ ...shared, ...settings });
  await using ahead = new SettledAhead({ resolve, wants, from: 1, start: async () => thread }, agents.length);
  const names: string[] = [];
  for await (const { agent } of ahead.turns(each(agents))) {
    names.push(agent.name);
    if (names.length === 1) await thread[Symbol.asyncDispose]();
  }
  expect(names.sort()).toEqual(agents.map(({ name }) => name).sort());
  expect(thread.isUp).toBe(false);
  expect(await thread.ask(await Promise.all(agents.map(questionFor)))).toEqual([]);
});

test("what is expected of many agents is told anew once it was forgotten", async () => {
  const { envRoot, settings, agents, questionFor } = await changedFleet();
  const [first] = agents.filter(({ name }) => left.includes(name));
  if (!first) throw new Error("no agent");
  await using thread = await startedThread({ envRoot, ledgerKeys: settings.ledgerKeys });
  const variants = Array.from({ length: 600 }, (_, index) => {
    const systemPrompt = { key: "", value: `Be ${index}.\n`, scope: "type", overrides: [] } as const;
    return { ...first, systemPrompt };
  });
  const right = await questionFor(first);
  const wrong = await Promise.all(variants.map(questionFor));
  for (let round = 0; round < 3; round++) {
    const answers = await thread.ask([right, ...wrong]);
    expect(answers.map((answer) => answer !== undefined)).toEqual([true, ...wrong.map(() => false)]);
  }
});

test("a render comes to the same with a second thread as without: outcomes, files and errors", async () => {
  const results = [];
  for (const secondThreadFrom of [1, Number.POSITIVE_INFINITY]) {
    const { envRoot, settings, agents } = await changedFleet();
    const unresolved = { name: "unresolved", resolve: () => configOf({ name: "un/resolved" }) };
    const outcomes = await renderAgents({
      ...settings,
      agents: [...agents, unresolved, ...agents],
      secondThreadFrom,
    });
    const told = outcomes.map((outcome) => ({
      ...outcome,
      ...("error" in outcome
        ? { error: [outcome.error.code, outcome.error.message.replaceAll(envRoot, "")] }
        : {}),
    }));
    results.push(told);
    expect(told.filter(({ result }) => result === "failed").length).toBeGreaterThan(4);
  }
  expect(results[0]).toEqual(results[1]);
});
