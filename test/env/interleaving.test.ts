import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { EnvDirectories } from "../../src/env/env-directories.ts";
import { renderInstance } from "../../src/env/render-instance.ts";
import { scratchDirectory } from "../scratch.ts";
import { expectValidEnv } from "./expect-valid-env.ts";
import { configOf, settingsFor, TestSecrets } from "./fleet-agent.ts";

// IDENTIKIT_ROUNDS=1000 for a long run.
const rounds = Number(process.env.IDENTIKIT_ROUNDS ?? 250);

describe("a renderer beside a running client", () => {
  it(`loses nothing, and has nothing lost, in ${rounds} random interleavings`, async () => {
    const envRoot = scratchDirectory();
    const secrets = new TestSecrets({ TOKEN: "canary-interleaved" });
    const settings = settingsFor(envRoot, secrets);
    const file = join(envRoot, "scout", ".claude.json");
    mkdirSync(join(envRoot, "scout"), { mode: 0o700 });
    const client = spawn(process.execPath, [join(import.meta.dirname, "client-writer.ts"), file], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const config = (round: number) =>
      configOf({
        mcpServers: { x: { type: "stdio", command: `round-${round}`, env: { KEY: "${SECRET:TOKEN}" } } },
      });
    using place = EnvDirectories.make(envRoot);
    for (let round = 0; round < rounds; round++) {
      const outcome = await renderInstance({ ...config(round), ...settings, sync: round % 50 === 0 }, place);
      expect(outcome.written).toEqual([".claude.json"]);
      expect(JSON.parse(readFileSync(file, "utf8")).mcpServers.x.command).toBe(`round-${round}`);
    }
    const said = text(client.stdout);
    client.stdin.end();
    await once(client, "close");
    const turns = Number(await said);
    expect(turns).toBeGreaterThan(rounds / 100);
    const value = JSON.parse(readFileSync(file, "utf8"));
    const lost = Array.from({ length: turns }, (_, turn) => `turn-${turn}`).filter(
      (key) => !Object.hasOwn(value, key),
    );
    expect(lost).toEqual([]);
    expectValidEnv(envRoot, config(rounds - 1), { TOKEN: "canary-interleaved" });
  });
});
