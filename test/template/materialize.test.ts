import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, onTestFinished, test } from "vitest";
import { type MaterializeOptions, materialize } from "../../src/template/materialize.ts";
import { type MaterializeFrom, materializeTemplate } from "../../src/template/materialize-template.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { defaultLimits } from "../../src/template/source.ts";
import { TemplateAssets } from "../../src/template/template-assets.ts";
import { observeDirectory, readDirectory } from "../../src/tree/directory-reader.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectSameTree, type TreeLiteral, treeOf } from "../tree/expect-same-tree.ts";
import { testArchiveServer } from "./archive-server.ts";
import { fetchingBench } from "./fetching.ts";
import { environment, newRepository } from "./git-repository.ts";

const policy = policyNamed("assets/v1");
const { signal } = new AbortController();
const first: TreeLiteral = {
  "config.yaml": "agent_card:\n  skills: [triage]\n",
  "prompts/a.md": "a",
  "agent-skills/triage/SKILL.md": "triage",
  "agent-skills/triage/run.sh": [0o755, "#!/bin/sh\n"],
};

function assets(literal: TreeLiteral): Promise<TemplateAssets> {
  return TemplateAssets.check(treeOf(literal), policy, { name: "a", source: "acme/a", commit: null });
}

async function lay(volume: string, literal: TreeLiteral, options: Partial<MaterializeOptions> = {}) {
  return materialize(await assets(literal), { volume, policy, signal, ...options });
}

/** Everything on a volume but our own state. */
function onVolume(volume: string) {
  return readDirectory(volume, { keep: (path) => path !== ".identikit" });
}

describe("materialising", () => {
  test("delivers everything at first, then nothing, and a restart leaves commands and skills as they were", async () => {
    const volume = join(scratchDirectory(), "volume");
    expect(await lay(volume, first)).toMatchObject({
      result: "delivered",
      written: ["agent-skills/triage/SKILL.md", "agent-skills/triage/run.sh", "config.yaml", "prompts/a.md"],
      removed: [],
    });
    expectSameTree(onVolume(volume), first);
    writeFiles(volume, { ".claude/commands/mine.md": "mine", "agent-skills/learned/SKILL.md": "learned" });
    const inodes = () => observeDirectory(volume).map(({ path }) => [path, statSync(join(volume, path)).ino]);
    const before = inodes();
    expect(await lay(volume, first)).toMatchObject({
      result: "unchanged",
      written: [],
      removed: [],
      unchanged: 4,
    });
    expect(inodes()).toEqual(before);
  });

  test("writes only what differs, removes what it delivered before, and touches nothing else", async () => {
    const volume = writeFiles(scratchDirectory(), {
      "MEMORY.md": "memory",
      ".claude/sessions/1.json": "session",
      "prompts/mine.md": "mine",
      "data/big": "big",
    });
    await lay(volume, first);
    chmodSync(join(volume, "agent-skills/triage/run.sh"), 0o600);
    writeFiles(volume, { "prompts/a.md": "changed by the agent" });
    const { "agent-skills/triage/SKILL.md": _gone, ...second } = first;
    expect(await lay(volume, { ...second, "prompts/b.md": "b" })).toMatchObject({
      result: "delivered",
      written: ["agent-skills/triage/run.sh", "prompts/a.md", "prompts/b.md"],
      removed: ["agent-skills/triage/SKILL.md"],
      unchanged: 1,
    });
    expectSameTree(onVolume(volume), {
      ...second,
      "prompts/b.md": "b",
      "MEMORY.md": "memory",
      ".claude/sessions/1.json": "session",
      "prompts/mine.md": "mine",
      "data/big": "big",
    });
  });

  test("says whether the delivered config lists skills", async () => {
    const volume = scratchDirectory();
    const report = async (config: string) => (await lay(volume, { ...first, "config.yaml": config })).skills;
    expect(await report("agent_card:\n  skills: [a, b]\n")).toEqual({
      delivered: 1,
      listed: 2,
      warning: null,
    });
    expect(await report("agent_card:\n  skills: []\n")).toEqual({
      delivered: 1,
      listed: 0,
      warning: "agent_card.skills in config.yaml is empty, but 1 skills were delivered",
    });
    expect(await report("name: x\n")).toMatchObject({
      listed: null,
      warning: expect.stringContaining("cannot be found"),
    });
    expect(await report("a: [\n")).toMatchObject({ listed: null });
    expect((await lay(volume, { "config.yaml": "name: x\n" })).skills.warning).toBeNull();
  });

  test.each([
    "MEMORY.md",
    "user.md",
    "prompts/CLAUDE.md",
    "agent-skills/.claude/sessions/x",
    "workspace/a",
    "WorkSpace/a",
  ])("cannot be asked to write the agent-owned path %s", async (path) => {
    const wide = policyNamed("wide/v1", {
      "wide/v1": {
        include: ["prompts/**", "agent-skills/**", "workspace/**", "WorkSpace/**", "MEMORY.md", "user.md"],
      },
    });
    const origin = { name: "a", source: "acme/a", commit: null };
    await expect(TemplateAssets.check(treeOf({ [path]: "x" }), wide, origin)).rejects.toMatchObject({
      code: "AGENT_OWNED",
      message: expect.stringContaining(JSON.stringify(path)),
    });
  });

  test("cannot be asked to write what the policy does not let through", async () => {
    await expect(assets({ "settings.json": "{}" })).rejects.toMatchObject({ code: "POLICY_VIOLATION" });
    await expect(assets({})).rejects.toMatchObject({ code: "SSOT_MISSING" });
  });
});

describe("an agent that planted something on its volume", () => {
  test.each([["prompts"], ["agent-skills"], ["agent-skills/triage"], [".identikit"]])(
    "for the directory %s gets nothing written through its link, and nothing at all",
    async (at) => {
      const volume = scratchDirectory();
      const outside = writeFiles(scratchDirectory(), {
        "a.md": "precious",
        "SKILL.md": "precious",
        "MEMORY.md": "precious",
      });
      mkdirSync(join(volume, at, ".."), { recursive: true });
      symlinkSync(outside, join(volume, at));
      await expect(lay(volume, first)).rejects.toMatchObject({ code: "PATH_LINKED" });
      expectSameTree(readDirectory(outside), {
        "a.md": "precious",
        "SKILL.md": "precious",
        "MEMORY.md": "precious",
      });
      expect(existsSync(join(volume, "config.yaml"))).toBe(false);
    },
  );

  test("a link or a hard link in a file's place gets it replaced, and its target left alone", async () => {
    const volume = writeFiles(scratchDirectory(), {
      "MEMORY.md": "memory",
      "workspace/notes": "notes",
      "prompts/x": "",
    });
    symlinkSync("MEMORY.md", join(volume, "config.yaml"));
    linkSync(join(volume, "workspace/notes"), join(volume, "prompts/a.md"));
    await lay(volume, first);
    expectSameTree(onVolume(volume), {
      ...first,
      "MEMORY.md": "memory",
      "workspace/notes": "notes",
      "prompts/x": "",
    });
  });

  test("a file or a fifo in a directory's place stops the delivery before anything is written", async () => {
    const volume = writeFiles(scratchDirectory(), { prompts: "mine" });
    await expect(lay(volume, first)).rejects.toMatchObject({ code: "ENTRY_TYPE" });
    expectSameTree(onVolume(volume), { prompts: "mine" });
  });

  test("a ledger that claims the agent's files cannot have them removed", async () => {
    const volume = writeFiles(scratchDirectory(), {
      "MEMORY.md": "memory",
      "workspace/x": "x",
      "other.txt": "other",
      "prompts/CLAUDE.md": "c",
    });
    await lay(volume, first);
    const ledger = join(volume, ".identikit/delivery.json");
    const value = JSON.parse(readFileSync(ledger, "utf8"));
    const claimed = ["MEMORY.md", "workspace/x", "other.txt", "prompts/CLAUDE.md"];
    writeFiles(volume, {
      ".identikit/delivery.json": JSON.stringify({ ...value, files: [...value.files, ...claimed] }),
    });
    expect((await lay(volume, first)).removed).toEqual([]);
    for (const path of claimed) expect(existsSync(join(volume, path))).toBe(true);
    for (const bad of ["../../etc/passwd", "/etc/passwd"]) {
      writeFiles(volume, { ".identikit/delivery.json": JSON.stringify({ ...value, files: [bad] }) });
      await expect(lay(volume, first)).rejects.toMatchObject({ code: "DOCUMENT_INVALID" });
    }
  });

  test("a directory that a delivered file was in, swapped for a link, loses nothing behind it", async () => {
    const volume = scratchDirectory();
    await lay(volume, first);
    const outside = writeFiles(scratchDirectory(), { "SKILL.md": "precious", "run.sh": "precious" });
    rmSync(join(volume, "agent-skills/triage"), { recursive: true });
    symlinkSync(outside, join(volume, "agent-skills/triage"));
    await lay(volume, { "config.yaml": "x" });
    expectSameTree(readDirectory(outside), { "SKILL.md": "precious", "run.sh": "precious" });
  });
});

describe("two deliveries onto one volume", () => {
  async function heldBy(volume: string) {
    const script = join(import.meta.dirname, "../tree/lock-holder.ts");
    const child = spawn(process.execPath, [script, join(volume, ".identikit/delivery.lock")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child.stdout as NodeJS.ReadableStream, "data");
    return child;
  }

  test("one after the other: the second waits for the first", async () => {
    const volume = scratchDirectory();
    const child = await heldBy(volume);
    const second = lay(volume, first);
    child.stdin?.write("go\n");
    expect(await second).toMatchObject({ result: "delivered" });
  });

  test("the second says who holds the volume when it has waited long enough", async () => {
    const volume = scratchDirectory();
    const child = await heldBy(volume);
    await expect(lay(volume, first, { waitMs: 60 })).rejects.toMatchObject({
      code: "LOCK_HELD",
      message: expect.stringMatching(
        new RegExp(`^volume ${volume} is in use by another run \\(process ${child.pid}, lock`),
      ),
    });
    expect(readdirSync(volume)).toEqual([".identikit"]);
  });

  test("of one process, at once, end with the whole of one", async () => {
    const volume = scratchDirectory();
    const second = { "config.yaml": "second", "prompts/b.md": "b" };
    await Promise.all([lay(volume, first), lay(volume, second), lay(volume, first), lay(volume, second)]);
    const digest = onVolume(volume).digest;
    expect([treeOf(first).digest, treeOf(second).digest]).toContain(digest);
  });
});

describe("a template for a volume", () => {
  function materializing(root: string, from: MaterializeFrom, more: object = {}) {
    const volume = join(root, "volume");
    return materializeTemplate(from, {
      volume,
      policy,
      signal,
      root,
      cwd: root,
      environment,
      limits: defaultLimits,
      retry: { firstWaitMs: 1, patienceMs: 1_000 },
      ...more,
    });
  }
  const hosted = { kind: "template", entry: { name: "a", repo: "acme/a", ref: "main", line: 1 } } as const;
  const files = { "config.yaml": "name: a\n", "prompts/a.md": "a" };

  test("with neither a token nor public access is skipped, in one clear line, the volume untouched", async () => {
    const root = scratchDirectory();
    expect(await materializing(root, { kind: "repository", choice: hosted })).toEqual({
      result: "skipped",
      code: "NO_FETCHER",
      reason:
        "neither a token nor public access to a template server is configured: the volume is untouched, and the agent starts with the identity in its image",
    });
    expect(existsSync(join(root, "volume"))).toBe(false);
  });

  test.each([
    ["a token and no server", { MOLECULE_TEMPLATE_REPO_TOKEN: "hunter2" }, "SOURCE_INVALID"],
    [
      "a server that does not answer",
      { MOLECULE_GITEA_BASE_URL: "http://127.0.0.1:1" },
      "SOURCE_UNREACHABLE",
    ],
    [
      "our own name for a server that does not answer",
      { IDENTIKIT_GITEA_URL: "http://127.0.0.1:1" },
      "SOURCE_UNREACHABLE",
    ],
  ])("with %s stops the caller's work", async (_what, variables, code) => {
    const root = scratchDirectory();
    const more = { environment: { ...environment, ...variables } };
    await expect(materializing(root, { kind: "repository", choice: hosted }, more)).rejects.toMatchObject({
      code,
    });
    expect(existsSync(join(root, "volume"))).toBe(false);
  });

  test("with a token is delivered, and stops when the token is refused", async () => {
    const root = scratchDirectory();
    const { path, commit } = newRepository(files);
    const server = await testArchiveServer({ "acme/a": path });
    server.token = "hunter2";
    const variables = { MOLECULE_GITEA_BASE_URL: server.origin, MOLECULE_TEMPLATE_REPO_TOKEN: "hunter2" };
    const from: MaterializeFrom = { kind: "repository", choice: hosted };
    const outcome = await materializing(root, from, { environment: { ...environment, ...variables } });
    expect(outcome).toMatchObject({ result: "delivered", origin: { commit } });
    expectSameTree(onVolume(join(root, "volume")), files);
    const refused = { environment: { ...environment, ...variables, IDENTIKIT_TEMPLATE_TOKEN: "hunter3" } };
    const fault = await materializing(root, from, refused).catch((caught: unknown) => caught);
    expect(fault).toMatchObject({ code: "SOURCE_DENIED" });
    expect(String(fault)).not.toMatch(/hunter/);
    expectSameTree(onVolume(join(root, "volume")), files);
  });

  test("that does not exist for the runtime is an explicit nothing", async () => {
    const choice = { kind: "none", runtime: "mock" } as const;
    expect(await materializing(scratchDirectory(), { kind: "repository", choice })).toEqual({
      result: "skipped",
      code: "NO_TEMPLATE",
      reason: "the runtime mock has no template: nothing to deliver",
    });
  });

  test("in a directory or a checkout needs no configuration", async () => {
    const root = writeFiles(scratchDirectory(), { "t/config.yaml": "x" });
    const choice = { kind: "template", entry: { name: "a", repo: "./t", line: 1 } } as const;
    expect(await materializing(root, { kind: "repository", choice })).toMatchObject({ result: "delivered" });
  });

  test("is taken from what a fetch left, with the commit that the fetch wrote down", async () => {
    const { path, commit } = newRepository(files);
    const bench = fetchingBench([{ name: "a", repo: path, ref: "main" }]);
    await bench.fetch();
    for (const directory of [bench.into, join(bench.into, "a")]) {
      const root = scratchDirectory();
      const outcome = await materializing(root, { kind: "directory", name: "a", directory });
      expect(outcome).toMatchObject({ result: "delivered", written: ["config.yaml", "prompts/a.md"] });
      expect(outcome).toMatchObject({ origin: { commit } });
      expectSameTree(onVolume(join(root, "volume")), files);
    }
    const root = scratchDirectory();
    await expect(
      materializing(root, { kind: "directory", name: "../x", directory: bench.into }),
    ).rejects.toMatchObject({ code: "USAGE" });
    await expect(
      materializing(root, { kind: "directory", name: "a", directory: "none" }),
    ).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
  });
});
