import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it, onTestFinished } from "vitest";
import { EnvDirectories } from "../../src/env/env-directories.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { renderInstance } from "../../src/env/render-instance.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { asOrdinaryUserLater } from "../tree/unprivileged.ts";
import { expectValidEnv, filesBelow, filesWith } from "./expect-valid-env.ts";
import { type AgentLiteral, configOf, settingsFor, TestSecrets } from "./fleet-agent.ts";
import { canary, generation, generationSecrets, secretValue } from "./generation.ts";

const token = "CANARY-hostile-3";
const scout: AgentLiteral = {
  mcpServers: { x: { type: "stdio", command: "c", env: { KEY: "${SECRET:TOKEN}" } } },
  prompt: "You scout.\n",
  skills: { triage: { "SKILL.md": "# Triage\n" } },
};

function bench(envRoot = scratchDirectory()) {
  const settings = settingsFor(envRoot, new TestSecrets({ TOKEN: token }));
  const render = async (literal: AgentLiteral = scout) => {
    using place = EnvDirectories.make(envRoot);
    return await renderInstance({ ...configOf(literal), ...settings }, place);
  };
  return {
    envRoot,
    settings,
    render,
    valid: () => expectValidEnv(envRoot, configOf(scout), { TOKEN: token }),
  };
}

describe("several renderers at one env root", () => {
  it("in one process write each file whole, and the last one to come finds nothing to do", async () => {
    const { settings, envRoot } = bench();
    const agents = Array.from({ length: 5 }, (_, index) => configOf({ ...scout, name: `agent-${index}` }));
    await Promise.all(Array.from({ length: 4 }, () => renderAgents({ ...settings, agents })));
    const last = await renderAgents({ ...settings, agents });
    expect(last.map(({ result }) => result)).toEqual(agents.map(() => "unchanged"));
    for (const agent of agents) expectValidEnv(envRoot, agent, { TOKEN: token });
  });

  it("in several processes do not disturb each other", async () => {
    const envRoot = scratchDirectory();
    const script = join(import.meta.dirname, "endless-renderer.ts");
    const children = [0, 0, 0].map((start) =>
      spawn(process.execPath, [script, envRoot, `${start}`], { stdio: ["ignore", "pipe", "pipe"] }),
    );
    onTestFinished(() => {
      for (const child of children) child.kill("SIGKILL");
    });
    await Promise.all(children.map((child) => once(child.stdout, "data")));
    await new Promise((done) => setTimeout(done, 500));
    expect(children.map((child) => child.exitCode)).toEqual([null, null, null]);
    for (const child of children) child.kill("SIGKILL");
    await Promise.all(children.map((child) => once(child, "close")));
    const settings = settingsFor(envRoot, generationSecrets(7));
    await renderAgents({ ...settings, agents: generation(7) });
    for (const agent of generation(7)) expectValidEnv(envRoot, agent, { TOKEN: secretValue(7) });
    expect(filesWith(envRoot, canary)).toEqual([
      "one/.claude.json",
      "three/.claude.json",
      "two/.claude.json",
    ]);
  });
});

describe("a place that cannot be written", () => {
  it.each([".claude.json", "settings.json", "system-prompt.md"])("has a directory at %s", async (name) => {
    const { render, envRoot } = bench();
    mkdirSync(join(envRoot, "scout", name), { recursive: true });
    await expect(render({ ...scout, plugins: { "a@claude-plugins-official": true } })).rejects.toMatchObject({
      code: "ENTRY_TYPE",
    });
  });

  it("has a fifo at .claude.json, which nobody waits for", async () => {
    const { render, envRoot } = bench();
    mkdirSync(join(envRoot, "scout"));
    execFileSync("mkfifo", [join(envRoot, "scout", ".claude.json")]);
    await expect(render()).rejects.toMatchObject({ code: "ENTRY_TYPE" });
  });

  it("belongs to somebody else: nothing is changed, and the path is named", async () => {
    const { render, envRoot } = bench();
    await render();
    const before = filesBelow(envRoot);
    chmodSync(join(envRoot, "scout"), 0o500);
    chmodSync(envRoot, 0o555);
    const failure = await asOrdinaryUserLater(() =>
      render({ ...scout, prompt: "New.\n" }).catch((caught) => caught),
    );
    chmodSync(envRoot, 0o755);
    expect(failure).toMatchObject({ code: expect.stringMatching(/^FILE_UN(READ|WRIT)ABLE$/) });
    expect(failure.message).toContain(envRoot);
    expect(filesBelow(envRoot)).toEqual(before);
  });

  it("is read-only for its own owner", async () => {
    const envRoot = scratchDirectory();
    chmodSync(envRoot, 0o777);
    await asOrdinaryUserLater(async () => {
      const { render, valid } = bench(join(envRoot, "env"));
      await render();
      chmodSync(join(envRoot, "env", "scout", "skills", "triage"), 0o500);
      const changed = { ...scout, skills: { triage: { "SKILL.md": "# New\n" } } };
      await expect(render(changed)).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
      expect(readFileSync(join(envRoot, "env", "scout", "skills", "triage", "SKILL.md"), "utf8")).toBe(
        "# Triage\n",
      );
      chmodSync(join(envRoot, "env", "scout", "skills", "triage"), 0o755);
      await render(changed);
      await render();
      valid();
    });
  });

  it("is full: old files stay whole, no secret is left, and it completes later", async ({ skip }) => {
    const mount = scratchDirectory();
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=192k", "tmpfs", mount], {
      stdio: "ignore",
    });
    if (mounted.status !== 0) skip("this user cannot mount a small file system");
    onTestFinished(() => void execFileSync("umount", [mount]));
    const { render, valid, envRoot } = bench(join(mount, "env"));
    await render();
    writeFiles(mount, { ballast: Buffer.alloc(40 * 1024) });
    const large = {
      ...scout,
      prompt: "x".repeat(150 * 1024),
      skills: { triage: { "SKILL.md": "# New\n" } },
    };
    const failure = await render(large).catch((caught) => caught);
    expect(failure).toMatchObject({ code: "FILE_UNWRITABLE" });
    expect(failure.message).toContain("disk is full");
    expect(readFileSync(join(envRoot, "scout", "system-prompt.md"), "utf8")).toBe("You scout.\n");
    expect(filesWith(envRoot, token)).toEqual(["scout/.claude.json"]);
    rmSync(join(mount, "ballast"));
    await render();
    valid();
  });
});

describe("the client's lock", () => {
  const lock = (envRoot: string) => join(envRoot, "scout", ".claude.json.lock");

  it("is taken over when whoever took it is gone for long", async () => {
    const { render, valid, envRoot } = bench();
    mkdirSync(lock(envRoot), { recursive: true });
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock(envRoot), longAgo, longAgo);
    await render();
    valid();
  });

  it("is waited for while somebody holds it", async () => {
    const { render, valid, envRoot } = bench();
    mkdirSync(lock(envRoot), { recursive: true });
    const rendering = render();
    await new Promise((done) => setTimeout(done, 200));
    expect(readdirSync(join(envRoot, "scout"))).toEqual([".claude.json.lock"]);
    rmSync(lock(envRoot), { recursive: true });
    await rendering;
    valid();
  });

  it("of a renderer that was killed is cleared away at once, whatever the clock says", async () => {
    const { render, valid, envRoot } = bench();
    mkdirSync(join(envRoot, "scout"));
    mkdirSync(lock(envRoot), { mode: 0o1700 });
    chmodSync(lock(envRoot), 0o1700);
    const ahead = new Date(Date.now() + 3_600_000);
    utimesSync(lock(envRoot), ahead, ahead);
    await render();
    valid();
  });

  it("is not waited for when the run is stopped", async () => {
    const { settings, envRoot } = bench();
    mkdirSync(lock(envRoot), { recursive: true });
    using place = EnvDirectories.make(envRoot);
    const rendering = renderInstance(
      { ...configOf(scout), ...settings, signal: AbortSignal.timeout(100) },
      place,
    );
    await expect(rendering).rejects.toThrowError();
  });
});
