import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/env/reconcile.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { scratchDirectory } from "../scratch.ts";
import { expectValidEnv } from "./expect-valid-env.ts";
import { type AgentLiteral, configOf, settingsFor, TestSecrets } from "./fleet-agent.ts";

const secret = "CANARY-foreign-7";
const scout: AgentLiteral = {
  name: "scout",
  plugins: { "review@house": true },
  marketplaces: { house: { source: { source: "github", repo: "acme/plugins" } } },
  mcpServers: {
    github: { type: "http", url: "https://x", headers: { Authorization: "Bearer ${SECRET:TOKEN}" } },
    files: { type: "stdio", command: "mcp-files" },
  },
  skills: { triage: { "SKILL.md": "# Triage\n", "more/notes.md": "notes\n" } },
};

async function rendered(literal: AgentLiteral = scout) {
  const envRoot = scratchDirectory();
  const settings = settingsFor(envRoot, new TestSecrets({ TOKEN: secret }));
  const render = async (next: AgentLiteral = literal) => {
    const [outcome] = await renderAgents({ ...settings, agents: [configOf(next)] });
    return outcome;
  };
  const findings = async (repair = false) =>
    (await reconcile({ ...settings, agents: [configOf(literal)], repair })).findings;
  const at = (...path: string[]) => join(envRoot, "scout", ...path);
  return { envRoot, render, findings, at, kept: join(envRoot, ".identikit/scout.kept") };
}

/** Puts a server of the user's own beside ours. */
function addServer(file: string, name: string, server: unknown): void {
  const value = JSON.parse(readFileSync(file, "utf8"));
  value.mcpServers = { ...value.mcpServers, [name]: server };
  writeFileSync(file, JSON.stringify(value));
}

describe("a server that the user added under a key that is ours", () => {
  const mine = { type: "stdio", command: "mine", env: { A: "a-secret-of-the-user" } };

  it("is taken away once, said, kept alone and private, and gone after the next render", async () => {
    const { envRoot, render, at, kept } = await rendered();
    await render();
    addServer(at(".claude.json"), "mine", mine);
    const outcome = await render();
    expect(outcome).toMatchObject({
      result: "rendered",
      warnings: [
        {
          code: "ENTRY_TAKEN_AWAY",
          severity: "warning",
          path: ".claude.json mcpServers.mine",
          done: "removed",
          remedy: expect.stringContaining(kept),
        },
      ],
    });
    expect(JSON.stringify(outcome)).not.toContain("a-secret-of-the-user");
    expect(statSync(kept).mode & 0o7777).toBe(0o600);
    expect(JSON.parse(readFileSync(kept, "utf8"))).toEqual({
      agent: "scout",
      entries: [{ file: ".claude.json", key: "mcpServers", name: "mine", value: mine }],
    });
    expectValidEnv(envRoot, configOf(scout), { TOKEN: secret });
    expect(await render()).toMatchObject({ result: "unchanged", warnings: [] });
    expect(existsSync(kept)).toBe(false);
    expect(await render()).toMatchObject({ result: "unchanged", warnings: [] });
  });

  it("is kept from a file that was there before the first render", async () => {
    const { render, at, kept } = await rendered();
    mkdirSync(at(), { recursive: true });
    writeFileSync(at(".claude.json"), JSON.stringify({ mcpServers: { mine, files: mine }, other: 1 }));
    const outcome = await render();
    expect(outcome).toMatchObject({
      warnings: [{ path: ".claude.json mcpServers.mine" }, { path: ".claude.json mcpServers.files" }],
    });
    expect(JSON.parse(readFileSync(kept, "utf8")).entries).toHaveLength(2);
    expect(JSON.parse(readFileSync(at(".claude.json"), "utf8")).other).toBe(1);
  });

  it("is told apart from what we stop owning, and from what somebody changed in ours", async () => {
    const { render, at, kept } = await rendered();
    await render();
    addServer(at(".claude.json"), "github", { type: "http", url: "https://elsewhere" });
    const { github: _, ...rest } = scout.mcpServers ?? {};
    expect(await render({ ...scout, mcpServers: rest })).toMatchObject({ result: "rendered", warnings: [] });
    expect(existsSync(kept)).toBe(false);
  });

  it("is kept by a repair as well", async () => {
    const { render, findings, at, kept } = await rendered();
    await render();
    addServer(at(".claude.json"), "mine", mine);
    await findings(true);
    expect(JSON.parse(readFileSync(kept, "utf8")).entries).toMatchObject([{ name: "mine" }]);
  });
});

describe("what others can reach", () => {
  it.each(["skills", "skills/triage", "skills/triage/more"])(
    "through a %s that they may write to is drift, and is closed by a render",
    async (path) => {
      const { render, findings, at } = await rendered();
      await render();
      for (const mode of [0o777, 0o775, 0o757]) {
        chmodSync(at(path), mode);
        expect(await findings()).toMatchObject([
          { code: "FILE_MODE", path, actual: `0${mode.toString(8)}`, subject: "scout" },
        ]);
        await render();
        expect(statSync(at(path)).mode & 0o022).toBe(0);
        expect(await findings()).toEqual([]);
      }
    },
  );

  it("through another name of the file with the secrets is drift, and a render gives the file an inode of its own", async () => {
    const { envRoot, render, findings, at } = await rendered();
    await render();
    linkSync(at(".claude.json"), join(envRoot, "another-name"));
    expect(await findings()).toMatchObject([{ code: "FILE_LINKED", path: ".claude.json", subject: "scout" }]);
    expect(await findings(true)).toMatchObject([
      { code: "FILE_LINKED", done: "rendered", remedy: expect.stringContaining("rotate the secrets") },
    ]);
    expect(statSync(at(".claude.json")).nlink).toBe(1);
    expect(await findings()).toEqual([]);
  });

  it.runIf(process.geteuid?.() === 0).each(["skills", "skills/triage", "skills/triage/more"])(
    "through a %s that belongs to somebody else is drift, and a render takes it back",
    async (path) => {
      const { render, findings, at } = await rendered();
      await render();
      chownSync(at(path), 12_345, 12_345);
      expect(await findings()).toMatchObject([
        { code: "FILE_OWNER", path, expected: "0", actual: "12345", subject: "scout" },
      ]);
      await render();
      expect([statSync(at(path)).uid, statSync(at(path)).mode & 0o022]).toEqual([0, 0]);
      expect(await findings()).toEqual([]);
    },
  );

  it("through the directory of the ledgers is drift, and is closed by a repair and by a render", async () => {
    const { envRoot, render, findings } = await rendered();
    await render();
    const ledgers = join(envRoot, ".identikit");
    chmodSync(ledgers, 0o777);
    expect(await findings()).toMatchObject([
      { code: "FILE_MODE", severity: "error", path: ".identikit", actual: "0777" },
    ]);
    expect(await findings(true)).toMatchObject([
      { code: "FILE_MODE", severity: "warning", done: "rendered" },
    ]);
    expect(statSync(ledgers).mode & 0o777).toBe(0o700);
    expect(await findings()).toEqual([]);
    chmodSync(ledgers, 0o770);
    await render();
    expect(statSync(ledgers).mode & 0o777).toBe(0o700);
  });

  it("through the env root is said, and left to whoever gave it that mode", async () => {
    const { envRoot, render, findings } = await rendered();
    await render();
    chmodSync(envRoot, 0o777);
    expect(await findings(true)).toMatchObject([
      { code: "FILE_MODE", severity: "warning", path: ".", expected: "0755", actual: "0777" },
    ]);
    expect(statSync(envRoot).mode & 0o777).toBe(0o777);
    // Where only owners can rename, nobody puts another directory there.
    chmodSync(envRoot, 0o1777);
    expect(await findings()).toEqual([]);
  });
});
