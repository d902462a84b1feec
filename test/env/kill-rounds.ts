import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { renderAgents } from "../../src/env/render-agents.ts";
import { writeFiles } from "../scratch.ts";
import { expectValidEnv, filesBelow, filesWith } from "./expect-valid-env.ts";
import { settingsFor } from "./fleet-agent.ts";
import { canary, generation, generationSecrets, secretValue } from "./generation.ts";

const foreign = '"big": 12345678901234567890, "10": {"a":1}';

/**
 * Kills a rendering process so many times at random moments. After each kill every file is whole and secrets stand in
 * files of mode 0600 only; after the next render, in the rendered files only.
 */
export async function killRounds(envRoot: string, rounds: number): Promise<void> {
  for (const { name } of generation(0)) writeFiles(envRoot, { [`${name}/.claude.json`]: `{${foreign}}` });
  for (let round = 0; round < rounds; round++) {
    await renderUntilKilled(envRoot, round * 1000);
    expectWhole(envRoot);
    const last = round * 1000 + 999;
    const settings = settingsFor(envRoot, generationSecrets(last));
    const outcomes = await renderAgents({ ...settings, agents: generation(last) });
    expect(outcomes.map(({ result }) => result)).toEqual(["rendered", "rendered", "rendered"]);
    for (const agent of generation(last)) {
      expectValidEnv(envRoot, agent, { TOKEN: secretValue(last) });
      expect(filesBelow(join(envRoot, agent.name, "skills")).sort()).toEqual([
        `skill-${last % 3}/SKILL.md`,
        `skill-${last % 3}/more/notes.md`,
      ]);
    }
    expect(filesWith(envRoot, canary).every((path) => /^(one|two|three)\/\.claude\.json$/.test(path))).toBe(
      true,
    );
  }
}

async function renderUntilKilled(envRoot: string, start: number): Promise<void> {
  const script = join(import.meta.dirname, "endless-renderer.ts");
  const child = spawn(process.execPath, [script, envRoot, `${start}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  await sleep(Math.random() * 60);
  child.kill("SIGKILL");
  const [code, signal] = await once(child, "close");
  expect([code, signal]).toEqual([null, "SIGKILL"]);
}

function expectWhole(envRoot: string): void {
  for (const { name } of generation(0)) {
    const client = readFileSync(join(envRoot, name, ".claude.json"), "utf8");
    expect(client.startsWith(`{${foreign}`)).toBe(true);
    expect(Object.keys(JSON.parse(client))).toEqual(["10", "big", "mcpServers"]);
    const prompt = join(envRoot, name, "system-prompt.md");
    if (existsSync(prompt)) expect(readFileSync(prompt, "utf8")).toMatch(/^begin (\d+)\nx{5000}\nend \1\n$/);
  }
  for (const path of filesWith(envRoot, canary)) {
    expect([path, lstatSync(join(envRoot, path)).mode & 0o777]).toEqual([path, 0o600]);
    expect(lstatSync(join(envRoot, path, "..")).mode & 0o777).toBe(0o700);
  }
}
