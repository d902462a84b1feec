import assert from "node:assert/strict";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { skillValue } from "../../../src/config/rows/skill-value.ts";
import type { AgentConfig } from "../../../src/config/schema/agent-config.ts";
import { setSecret } from "../../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { expectValidEnv, filesWith } from "../../env/expect-valid-env.ts";
import { configOf } from "../../env/fleet-agent.ts";
import { writeFiles } from "../../scratch.ts";
import { KillProject, putRows } from "./kill-project.ts";
import { canary, expectNoCanary } from "./no-canary.ts";
import type { Trial, TrialSettings } from "./trial.ts";
import { Victim } from "./victim.ts";

const agents = ["one", "two", "three"];
const foreign = '"big": 12345678901234567890, "10": {"a":1}';
const textOf = (number: number) => `begin ${number}\n${"x".repeat(5000)}\nend ${number}\n`;
const wholeText = /^begin (\d+)\nx{5000}\nend \1\n$/;

/**
 * `render --all` and `render --queued` of a fleet in which every file and the secret differ from one round to the next. Afterwards each file is
 * of one round, whole, beside what others wrote into it; a secret stands in private files only, and none without a line of the access log
 * that was there before it; no agent has gone from the queue that is not done.
 */
export async function renderTrial({ place, program }: TrialSettings): Promise<Trial> {
  const project = await KillProject.make(place, agents);
  const envRoot = join(project.directory, "env");
  const entry = Keyring.generateEntry("k");
  const keyring = Keyring.parse(entry, "test");
  for (const name of agents) writeFiles(envRoot, { [`${name}/.claude.json`]: `{${foreign}}` });
  let number = 0;
  await project.open((database) => setSecret(database, keyring, "TOKEN", `${canary}-0`));
  const fleet = new Fleet(project, keyring);
  const victims = { "--all": new Victim(program), "--queued": new Victim(program) };
  const commandOf = (which: "--all" | "--queued") => ({
    args: ["render", which, "--env-root", envRoot, "--database", project.location],
    cwd: project.root,
    env: { IDENTIKIT_SECRET_KEYS: entry },
  });
  /** The oldest number that a file may still be of. */
  let oldest = 0;
  let seen = new Map<string, number>();

  const complete = async (which: "--all" | "--queued") => {
    await fleet.releaseClaims();
    await victims[which].complete(commandOf(which));
    for (const name of agents)
      expectValidEnv(envRoot, configAt(name, number), { TOKEN: `${canary}-${number}` });
    const stray = filesWith(envRoot, canary).filter(
      (path) => !/^(one|two|three)\/\.claude\.json$/.test(path),
    );
    assert.deepEqual(stray, []);
    if (which === "--queued") assert.deepEqual(await project.queued(), []);
    await place.settled(project.location);
    [oldest, seen] = [number, new Map(agents.map((name) => [name, number]))];
  };
  await fleet.write(number);
  await complete("--all");
  await fleet.write(++number);
  await complete("--queued");

  let rounds = 0;
  return {
    round: async (random) => {
      const which = random(2) === 0 ? "--all" : "--queued";
      const before = await fleet.write(++number);
      await fleet.releaseClaims();
      const run = await victims[which].kill(commandOf(which), random);
      await place.settled(project.location);
      const after = await fleet.accesses();
      const queued = await project.queued();
      const now = new Map<string, number>();
      for (const name of agents) {
        const rendered = expectWhole(join(envRoot, name), oldest, number);
        now.set(name, rendered);
        if (rendered !== seen.get(name))
          assert.equal(
            (after.get(name) ?? 0) > (before.get(name) ?? 0),
            true,
            `${name} has a secret whose read was not logged`,
          );
        if (which === "--queued" && rendered !== number)
          assert.equal(queued.includes(name), true, `${name} is neither done nor in the queue`);
      }
      expectPrivate(envRoot);
      const current = [...now.values()].filter((each) => each === number).length;
      seen = now;
      if (!run.killed || ++rounds % 5 === 0)
        await complete(random(2) === 0 && which === "--queued" ? "--queued" : "--all");
      return { counted: run.killed, point: run.point, found: `${which.slice(2)}: ${current} of 3` };
    },
    checkAll: async () => {
      await project.verify(keyring);
      expectNoCanary(place.directory);
      expectNoCanary(project.root);
    },
    [Symbol.asyncDispose]: async () => project[Symbol.dispose](),
  };
}

/** The rows of the fleet, from number to number. */
class Fleet {
  readonly #project: KillProject;
  readonly #keyring: Keyring;

  constructor(project: KillProject, keyring: Keyring) {
    this.#project = project;
    this.#keyring = keyring;
  }

  /** Makes everything differ from before. @returns how often secrets were read until then, by agent */
  async write(number: number): Promise<Map<string, number>> {
    await this.#project.open(async (database) => {
      await setSecret(database, this.#keyring, "TOKEN", `${canary}-${number}`);
      await database.transaction("configure", ({ query }) => query.deleteFrom("skill").execute());
      const rows = (key: string, value: unknown) =>
        agents.map((name) => [
          "instance",
          name,
          key,
          true,
          typeof value === "string" ? value : JSON.stringify(value),
        ]);
      const config = configAt("", number);
      const [skill] = config.skills;
      await putRows(database, {
        system_prompt: rows("system", JSON.stringify(textOf(number))),
        mcp_server: rows("x", config.mcpServers[0]?.value),
        skill: rows(skill?.key as string, skillValue(skill?.value as never)),
      });
    });
    return this.accesses();
  }

  async accesses(): Promise<Map<string, number>> {
    const rows = await this.#project.open((database) =>
      database.read((query) =>
        query
          .selectFrom("secret_access_log")
          .select(({ fn }) => ["agent", fn.countAll<number | string>().as("reads")])
          .groupBy("agent")
          .execute(),
      ),
    );
    return new Map(rows.map(({ agent, reads }) => [agent, Number(reads)]));
  }

  /** As if the time had passed for which a dead worker's agents are kept for it. */
  async releaseClaims(): Promise<void> {
    await this.#project.open((database) =>
      database.transaction("write", ({ query }) =>
        query.updateTable("render_queue").set({ due_at: 0 }).execute(),
      ),
    );
  }
}

function configAt(name: string, number: number): AgentConfig {
  return configOf({
    name,
    prompt: textOf(number),
    mcpServers: { x: { type: "stdio", command: `c${number}`, env: { KEY: "${SECRET:TOKEN}" } } },
    skills: { [`skill-${number % 3}`]: { "SKILL.md": textOf(number), "more/notes.md": textOf(number) } },
  });
}

/** @returns the number that the agent's secret is of */
function expectWhole(root: string, oldest: number, newest: number): number {
  const text = readFileSync(join(root, ".claude.json"), "utf8");
  assert.equal(text.startsWith(`{${foreign}`), true, "what others wrote into .claude.json is changed");
  const client = JSON.parse(text);
  assert.deepEqual(Object.keys(client), ["10", "big", "mcpServers"]);
  const number = Number(String(client.mcpServers.x.command).slice(1));
  assert.equal(
    client.mcpServers.x.env.KEY === `${canary}-${number}`,
    true,
    "the server of one round, the secret of another",
  );
  assert.equal(
    number >= oldest && number <= newest,
    true,
    `${root} is of ${number}, not of ${oldest} to ${newest}`,
  );
  const expectText = (path: string) => {
    const match = wholeText.exec(readFileSync(path, "utf8"));
    assert.equal(
      match !== null && Number(match[1]) >= oldest && Number(match[1]) <= newest,
      true,
      `${path} is torn or lost`,
    );
  };
  expectText(join(root, "system-prompt.md"));
  const skills = join(root, "skills");
  for (const skill of existsSync(skills) ? readdirSync(skills) : [])
    for (const file of ["SKILL.md", "more/notes.md"])
      if (existsSync(join(skills, skill, file))) expectText(join(skills, skill, file));
  return number;
}

function expectPrivate(envRoot: string): void {
  for (const path of filesWith(envRoot, canary)) {
    const mode = (at: string) => lstatSync(join(envRoot, at)).mode & 0o777;
    assert.deepEqual([path, mode(path), mode(join(path, ".."))], [path, 0o600, 0o700]);
  }
}
