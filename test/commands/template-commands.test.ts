import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run as sync } from "../../src/commands/config-sync/body.ts";
import { configSync } from "../../src/commands/config-sync/config-sync.ts";
import type { CommandContext } from "../../src/commands/context.ts";
import { run as runFetch } from "../../src/commands/fetch/body.ts";
import { fetch } from "../../src/commands/fetch/fetch.ts";
import { run as runMaterialize } from "../../src/commands/materialize/body.ts";
import { materialize } from "../../src/commands/materialize/materialize.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { testArchiveServer } from "../template/archive-server.ts";
import { environment, newRepository } from "../template/git-repository.ts";

// Put together here, so that no scan of this repository takes it for real.
const credential = `${"https"}://robot:hunter2pass@git.acme.com/x`;

/** A repository with one template `a` from a git repository, and a context to run commands in it. */
function place(
  template: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  variables: Readonly<Record<string, string>> = {},
) {
  const root = scratchDirectory();
  const { path } = newRepository({ "config.yaml": "name: a\n", "prompts/a.md": "a\n", ...template });
  const manifest = (repo: string) =>
    writeFiles(root, {
      "manifest.json": JSON.stringify({ workspace_templates: [{ name: "a", repo, ref: "main" }] }),
    });
  manifest(path);
  writeFiles(root, { "agents.json": '{"types": [], "agents": []}', ...files });
  const context: CommandContext = {
    env: { ...environment, ...variables, XDG_CACHE_HOME: join(root, "cache") },
    cwd: root,
    clock: systemClock,
    log: silentLogger,
    signal: new AbortController().signal,
    who: async () => "somebody",
    askHidden: async () => undefined,
    readInput: async () => new Uint8Array(),
    openInput: async function* () {},
    writeOutput: async () => {},
  };
  return {
    root,
    path,
    manifest,
    fetch: (options: object = {}) => runFetch(context, fetch.options.parse(options)),
    materialize: (options: object) => runMaterialize(context, materialize.options.parse(options)),
    sync: (options: object = {}) => sync(context, configSync.options.parse(options)),
  };
}

/** The line that accepts a value, out of what a refusal says, with a reason. */
function acceptingLine(remedy: string): string {
  const [line = ""] = /- \{ .*? \}/.exec(remedy) ?? [];
  return line.replace('reason: ""', 'reason: "an example"');
}

describe("fetch", () => {
  test("accepts a value that the list names, and warns of the entry when the value is gone", async () => {
    const at = place({ "prompts/guide.md": `see ${credential}` });
    const [fault] = (await at.fetch()).faults ?? [];
    expect(fault).toMatchObject({ code: "SECRET_IN_ASSET" });
    writeFiles(at.root, {
      "config/accepted-secrets.yaml": `accepted:\n  ${acceptingLine(fault?.remedy ?? "")}\n`,
    });
    const accepted = await at.fetch();
    expect(accepted.faults).toEqual([]);
    expect(accepted.account.join("\n")).not.toContain("accepted-secrets");
    const clean = newRepository({ "config.yaml": "name: a\n" });
    at.manifest(clean.path);
    expect((await at.fetch({ prune: true })).account.join("\n")).toMatch(
      /warning: config\/accepted-secrets\.yaml:2: no value of the kind basicauth in prompts\/guide\.md/,
    );
  });

  test("says that only the spelling of the source has changed", async () => {
    const at = place({});
    await at.fetch();
    at.manifest(`file://${at.path}`);
    const { account } = await at.fetch({ updateLock: true });
    expect(account.join("\n")).toContain(
      `identikit.lock: the same content; only what is asked for is written differently: repo ${at.path} -> file://${at.path}`,
    );
  });

  test("holds a template to the limits of the settings", async () => {
    const at = place(
      { "agent-skills/big/a.bin": "x".repeat(2 * 1024 * 1024) },
      { "identikit.yaml": "limits:\n  assetsMiB: 1\n" },
    );
    expect((await at.fetch()).faults).toMatchObject([
      { code: "ARCHIVE_TOO_LARGE", remedy: expect.stringContaining("limits.assetsMiB") },
    ]);
    writeFiles(at.root, { "identikit.yaml": "limits:\n  assetsMiB: 3\n" });
    expect((await at.fetch()).faults).toEqual([]);
  });

  test("holds the archive of a template to the limit of the settings", async () => {
    // No asset, and yet a part of the archive.
    const { path } = newRepository({
      "config.yaml": "name: a\n",
      "prompts/a.md": "a\n",
      "docs/noise.txt": randomBytes(2 * 1024 * 1024).toString("base64"),
    });
    const server = await testArchiveServer({ "Acme/A": path });
    const variables = { IDENTIKIT_GITEA_URL: server.origin };
    const at = place({}, { "identikit.yaml": "limits:\n  archiveMiB: 1\n" }, variables);
    at.manifest("Acme/A");
    expect((await at.fetch()).faults).toMatchObject([{ code: "ARCHIVE_TOO_LARGE" }]);
    writeFiles(at.root, { "identikit.yaml": "limits:\n  archiveMiB: 8\n" });
    expect((await at.fetch()).faults).toEqual([]);
  });
});

describe("materialize", () => {
  test("with --strict refuses a card that does not name the skills; without it, says which", async () => {
    const at = place({
      "config.yaml": "agent_card:\n  skills: [other]\n",
      "agent-skills/triage/SKILL.md": "---\nname: triage\n---\n",
    });
    const options = { name: "a", volume: join(at.root, "volume") };
    await expect(at.materialize({ ...options, strict: true })).rejects.toMatchObject({
      code: "SKILLS_DIFFER",
    });
    const { outputs, account } = await at.materialize(options);
    expect(outputs.skills).toMatchObject({ delivered: 1, unlisted: ["triage"], missing: ["other"] });
    expect(account.join("\n")).toContain("warning: agent_card.skills in config.yaml does not name triage");
  });
});

describe("config sync", () => {
  test("refuses a credential in the repository's own files, before a row is written", async () => {
    const servers = JSON.stringify({ mcpServers: { s: { type: "http", url: credential } } }, undefined, 1);
    for (const file of ["config/mcp-builtin.json", "config/other.json"]) {
      const at = place({}, { [file]: servers });
      const caught = (await at.sync().catch((one: unknown) => one)) as Error & { remedy: string };
      expect(caught).toMatchObject({ code: "SECRET_IN_ASSET", location: { file, line: 5 } });
      expect(JSON.stringify([caught, caught.message, caught.remedy])).not.toContain("hunter2");
      writeFiles(at.root, {
        "config/accepted-secrets.yaml": `accepted:\n  ${acceptingLine(caught.remedy)}\n`,
      });
      expect((await at.sync()).faults ?? []).toEqual([]);
      writeFiles(at.root, { [file]: '{"mcpServers": {}}' });
      expect((await at.sync()).account.join("\n")).toContain("warning: config/accepted-secrets.yaml:2");
    }
  });

  test("keeps back the types of a skill over the limit, and ends with an error", async () => {
    const agents = { types: [{ name: "t", runtime: "a" }], agents: [{ name: "x", type: "t" }] };
    const at = place(
      { "agent-skills/big/SKILL.md": `---\nname: big\n---\n${"x".repeat(30_000)}` },
      { "agents.json": JSON.stringify(agents), "identikit.yaml": "limits:\n  skillMiB: 0.02\n" },
    );
    await at.fetch();
    expect((await at.sync()).faults).toMatchObject([
      { code: "ROW_INVALID", message: expect.stringMatching(/skill big .*type t stay as they were/) },
    ]);
    const settings = readFileSync(join(at.root, "identikit.yaml"), "utf8");
    writeFiles(at.root, { "identikit.yaml": settings.replace("0.02", "1") });
    expect((await at.sync()).faults).toEqual([]);
  });
});
