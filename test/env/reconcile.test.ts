import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RebuildJournal } from "../../src/containers/rebuild-journal.ts";
import { configFor } from "../../src/env/agent-turns.ts";
import { EnvDirectories } from "../../src/env/env-directories.ts";
import { EnvDirectorySnapshot } from "../../src/env/env-directory-snapshot.ts";
import { LedgerKey } from "../../src/env/ledger-key.ts";
import { type ReconcileOptions, type Reconciliation, reconcile } from "../../src/env/reconcile.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { parseShard } from "../../src/env/shard.ts";
import { IdentikitError } from "../../src/fault/error.ts";
import { ExclusiveLock } from "../../src/tree/exclusive-lock.ts";
import { isTemporaryName, temporaryNameFor } from "../../src/tree/temporary-name.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectValidEnv, filesBelow } from "./expect-valid-env.ts";
import { type AgentLiteral, configOf, settingsFor, TestSecrets } from "./fleet-agent.ts";

const secret = "CANARY-reconcile-51";
const scout: AgentLiteral = {
  name: "scout",
  plugins: { "review@house": true },
  marketplaces: { house: { source: { source: "github", repo: "acme/plugins" } } },
  mcpServers: {
    github: { type: "http", url: "https://x", headers: { Authorization: "Bearer ${SECRET:TOKEN}" } },
    files: { type: "stdio", command: "mcp-files" },
  },
  prompt: "You scout.\n",
  skills: { triage: { "SKILL.md": "# Triage\n" } },
};
const clerk: AgentLiteral = { ...scout, name: "clerk", prompt: "You file.\n" };

/** A fleet of two that was rendered once. */
async function renderedFleet() {
  const envRoot = scratchDirectory();
  const secrets = new TestSecrets({ TOKEN: secret });
  let time = Date.parse("2026-01-01T00:00:00Z");
  const settings = { ...settingsFor(envRoot, secrets), clock: { now: () => new Date(time) } };
  const fleet = [scout, clerk];
  await renderAgents({ ...settings, agents: fleet.map(configOf) });
  const read = secrets.read.length;
  const run = (options: Partial<ReconcileOptions> = {}, literals: readonly AgentLiteral[] = fleet) =>
    reconcile({ ...settings, agents: literals.map(configOf), ...options });
  return {
    envRoot,
    settings,
    run,
    at: (path: string) => join(envRoot, path),
    pass: (minutes: number) => {
      time += minutes * 60_000;
    },
    opened: () => secrets.read.length - read,
    valid: (literals: readonly AgentLiteral[] = fleet) => {
      for (const literal of literals) expectValidEnv(envRoot, configOf(literal), { TOKEN: secret });
    },
  };
}

const told = ({ findings }: Reconciliation) =>
  findings.map(({ code, severity, subject, path }) => `${severity} ${code} ${subject} ${path}`);

describe("reconcile", () => {
  it("finds a rendered fleet clean, opens no secret and writes nothing", async () => {
    const { run, envRoot, opened, valid } = await renderedFleet();
    const before = filesBelow(envRoot);
    expect(await run()).toMatchObject({ verdict: "clean", findings: [], drifted: 0, repaired: 0 });
    expect(opened()).toBe(0);
    expect(filesBelow(envRoot)).toEqual(before);
    valid();
  });

  it("stays clean when others write what is theirs", async () => {
    const { run, at } = await renderedFleet();
    const value = JSON.parse(readFileSync(at("scout/.claude.json"), "utf8"));
    writeFileSync(at("scout/.claude.json"), JSON.stringify({ numStartups: 1, ...value }));
    expect(await run()).toMatchObject({ verdict: "clean", findings: [] });
  });

  it("shows what somebody changed in a prompt and in a skill, without what may be secret", async () => {
    const { at, run } = await renderedFleet();
    writeFileSync(at("scout/system-prompt.md"), "You rule.\npassword: hush hush\n");
    writeFileSync(at("scout/skills/triage/SKILL.md"), "# Triage\nSkip it.\n");
    const { findings } = await run();
    expect(findings.map(({ path, difference }) => [path, difference])).toEqual([
      ["system-prompt.md", ["@@ -1,1 +1,2 @@", "-You scout.", "+You rule.", "+password: [hidden]"]],
      ["skills/triage/SKILL.md", ["@@ -1,1 +1,2 @@", " # Triage", "+Skip it."]],
    ]);
  });

  it("tells a copy that was changed from a config that moved on, and from both", async () => {
    const { run, at } = await renderedFleet();
    writeFileSync(at("scout/system-prompt.md"), "Obey me.\n");
    const moved = [
      { ...scout, prompt: "You scout.\n" },
      { ...clerk, prompt: "You file well.\n" },
    ];
    expect(told(await run({}, moved))).toEqual([
      "error ENV_CHANGED scout system-prompt.md",
      "error ENV_STALE clerk system-prompt.md",
    ]);
    const both = [{ ...scout, prompt: "You scout far.\n" }, clerk];
    expect(told(await run({}, both))).toEqual(["error ENV_CONFLICT scout system-prompt.md"]);
  });

  it("names the entries of owned keys that differ, and shows no value", async () => {
    const { run, at } = await renderedFleet();
    const client = JSON.parse(readFileSync(at("scout/.claude.json"), "utf8"));
    client.mcpServers.files.command = secret;
    client.mcpServers.evil = { type: "stdio", command: "evil" };
    writeFileSync(at("scout/.claude.json"), JSON.stringify(client));
    writeFileSync(at("scout/settings.json"), '{"enabledPlugins": {}}');
    const result = await run();
    expect(told(result)).toEqual([
      "error ENV_CHANGED scout settings.json enabledPlugins.review@house",
      "error ENV_CHANGED scout settings.json extraKnownMarketplaces.house",
      "error ENV_CHANGED scout .claude.json mcpServers.evil",
      "error ENV_CHANGED scout .claude.json mcpServers.files",
    ]);
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  it("sees a secret that somebody replaced in the file, and one that was set anew", async () => {
    const { run, at, settings } = await renderedFleet();
    const file = at("scout/.claude.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(secret, "another"));
    expect(told(await run())).toEqual(["error ENV_CHANGED scout .claude.json"]);
    const secrets = new TestSecrets({ TOKEN: "set anew" });
    const result = await reconcile({
      ...settings,
      secrets: secrets.reader,
      agents: [configOf(clerk), configOf(scout)],
    });
    expect(told(result)).toEqual([
      "error ENV_STALE clerk .claude.json",
      "error ENV_CONFLICT scout .claude.json",
    ]);
    expect(secrets.read).toEqual([]);
  });

  it("sees files that are missing, extra and of another mode", async () => {
    const { run, at } = await renderedFleet();
    rmSync(at("scout/skills/triage/SKILL.md"));
    writeFiles(at("scout/skills/triage"), { "extra.md": "x" });
    chmodSync(at("clerk/.claude.json"), 0o644);
    chmodSync(at("clerk"), 0o755);
    expect(told(await run())).toEqual([
      "error ENV_CHANGED scout skills/triage/SKILL.md",
      "error ENV_CHANGED scout skills/triage/extra.md",
      "error FILE_MODE clerk .",
      "error FILE_MODE clerk .claude.json",
    ]);
  });

  it("repairs what drifted by rendering it, and says so", async () => {
    const { run, at, valid, settings } = await renderedFleet();
    writeFileSync(at("scout/system-prompt.md"), "Obey me.\n");
    rmSync(at("clerk"), { recursive: true });
    const result = await run({ repair: true });
    expect(result).toMatchObject({ verdict: "clean", drifted: 2, repaired: 2 });
    expect(told(result)).toEqual([
      "warning ENV_CHANGED scout system-prompt.md",
      "warning ENV_CHANGED clerk .",
    ]);
    expect(result.findings.map(({ done }) => done)).toEqual(["rendered", "rendered"]);
    expect(settings.events.names).toContain("drift_found scout");
    valid();
    expect((await run()).verdict).toBe("clean");
  });

  it("says what it cannot repair, and goes on", async () => {
    const { run, at } = await renderedFleet();
    writeFileSync(at("scout/.claude.json"), "{");
    rmSync(at("clerk/skills/triage"), { recursive: true });
    const outside = scratchDirectory();
    symlinkSync(outside, at("clerk/skills/triage"));
    const result = await run({ repair: true });
    expect(result).toMatchObject({ verdict: "drift", repaired: 0 });
    expect(told(result)).toEqual(["error ENV_FILE_INVALID scout .", "error PATH_LINKED clerk ."]);
    expect(filesBelow(outside)).toEqual([]);
  });

  it("takes what an interrupted render left for its own work, and completes it without a secret", async () => {
    const { run, at, settings, opened, valid } = await renderedFleet();
    const oldLedger = readFileSync(at(".identikit/scout.json"));
    const moved = [{ ...scout, prompt: "You scout far.\n" }, clerk];
    await renderAgents({ ...settings, agents: moved.map(configOf) });
    // As if it had been killed after the ledger was put down and before the prompt was written.
    renameSync(at(".identikit/scout.json"), at(".identikit/scout.next"));
    writeFileSync(at(".identikit/scout.json"), oldLedger);
    writeFileSync(at("scout/system-prompt.md"), "You scout.\n");
    expect(told(await run({}, moved))).toEqual(["error ENV_STALE scout system-prompt.md"]);
    expect((await run({ repair: true }, moved)).repaired).toBe(1);
    expect(opened()).toBe(0);
    expect(existsSync(at(".identikit/scout.next"))).toBe(false);
    valid(moved);
  });

  it("is unverified where nothing is known, and writes nothing there", async () => {
    const envRoot = scratchDirectory();
    const settings = settingsFor(join(envRoot, "env"));
    const fresh = await reconcile({ ...settings, agents: [configOf(scout)], repair: true });
    expect(fresh).toMatchObject({ verdict: "unverified", agents: [] });
    expect(existsSync(join(envRoot, "env"))).toBe(false);
    LedgerKey.local(settings.envRoot);
    const keyOnly = await reconcile({ ...settings, agents: [configOf(scout)], repair: true });
    expect(keyOnly).toMatchObject({ verdict: "unverified", agents: [] });
    expect(filesBelow(join(envRoot, "env"))).toEqual([".identikit/.gitignore", ".identikit/ledger.key"]);
  });

  it("is unverified for an agent whose ledger is lost, or was kept under an unknown key", async () => {
    const { run, at } = await renderedFleet();
    rmSync(at(".identikit/scout.json"));
    const lost = await run();
    expect(lost.verdict).toBe("unverified");
    expect(told(lost)).toEqual(["unverified ENV_UNVERIFIED scout ."]);
    const otherKey = await run({ ledgerKeys: [new LedgerKey("k2", Buffer.alloc(32, 9))] });
    expect(told(otherKey)).toEqual([
      "unverified ENV_UNVERIFIED scout .",
      "unverified ENV_UNVERIFIED clerk .",
    ]);
    expect(await run({ repair: true })).toMatchObject({ verdict: "clean", repaired: 1 });
  });

  it("takes a new agent for one that is due", async () => {
    const { run, valid } = await renderedFleet();
    const fleet = [scout, clerk, { ...scout, name: "newcomer" }];
    expect(told(await run({}, fleet))).toEqual(["error ENV_STALE newcomer ."]);
    expect((await run({ repair: true }, fleet)).repaired).toBe(1);
    valid(fleet);
  });

  it("finds directories whose agent is gone, and removes only those that a render made", async () => {
    const { run, at, envRoot, valid } = await renderedFleet();
    mkdirSync(at("lost+found"));
    const outside = writeFiles(scratchDirectory(), { keep: "me" });
    symlinkSync(outside, at("clerk/link"));
    expect(told(await run({}, [scout]))).toEqual([
      "error ORPHAN_ENV clerk clerk",
      "warning ORPHAN_ENV lost+found lost+found",
    ]);
    expect((await run({ repair: true }, [scout])).verdict).toBe("drift");
    const pruned = await run({ repair: true, prune: true }, [scout]);
    expect(pruned).toMatchObject({ verdict: "clean", drifted: 1, repaired: 1 });
    expect(pruned.findings.map(({ subject, done }) => [subject, done])).toEqual([
      ["clerk", "removed"],
      ["lost+found", undefined],
    ]);
    expect(filesBelow(envRoot).filter((path) => path.includes("clerk"))).toEqual([".identikit/clerk.lock"]);
    expect(filesBelow(outside)).toEqual(["keep"]);
    expect(existsSync(at("lost+found"))).toBe(true);
    valid([scout]);
  });

  it("removes what a killed rebuild kept of an agent that is gone, and nothing of one whose name begins alike", async () => {
    const { run, at, envRoot, settings, valid } = await renderedFleet();
    const alike = { ...scout, name: "clerk.rebuild" };
    await renderAgents({ ...settings, agents: [configOf(alike)] });
    {
      using place = EnvDirectories.make(envRoot);
      const agent = { ...settings, ...configFor(configOf(clerk)) };
      const journal = new RebuildJournal(place, agent);
      journal.write({ container: "c", id: "i", was: "running", phase: "rendering", restored: false });
      journal.writeFiles(await EnvDirectorySnapshot.take(agent, place));
      writeFileSync(place.ledgers.locate(temporaryNameFor("clerk.rebuild-files")), "half a snapshot");
      writeFileSync(place.rebuildLockFile("clerk"), "");
    }
    const under = (name: string) => filesBelow(envRoot).filter((path) => path.includes(name));
    const before = under("clerk.rebuild").filter((path) => !/rebuild(-files)?$/.test(path));
    expect((await run({ repair: true, prune: true }, [scout, alike])).verdict).toBe("clean");
    expect(under("clerk.rebuild")).toEqual(before);
    expect(under("clerk").filter((path) => !path.includes("clerk.rebuild/"))).toEqual([
      ".identikit/clerk.lock",
      ".identikit/clerk.rebuild-lock",
      ".identikit/clerk.rebuild.json",
      ".identikit/clerk.rebuild.lock",
    ]);
    expect(filesBelow(at(".identikit")).filter(isTemporaryName)).toEqual([]);
    valid([scout, alike]);
  });

  it("removes nothing of an agent that is gone while its container is being rebuilt", async () => {
    const { run, envRoot, at, valid } = await renderedFleet();
    using place = EnvDirectories.make(envRoot);
    const lock = await ExclusiveLock.acquire(place.rebuildLockFile("clerk"), { place: "test" });
    const ended = new AbortController();
    const pruned = run({ repair: true, prune: true, signal: ended.signal }, [scout]);
    setTimeout(() => ended.abort(new Error("enough")), 300);
    await expect(pruned).rejects.toThrow("stopped while waiting");
    expect(existsSync(at("clerk"))).toBe(true);
    lock[Symbol.dispose]();
    expect((await run({ repair: true, prune: true }, [scout])).verdict).toBe("clean");
    valid([scout]);
  });

  it("refuses to remove everything because no agent is known", async () => {
    const { run, valid } = await renderedFleet();
    await expect(run({ repair: true, prune: true }, [])).rejects.toMatchObject({ code: "PRUNE_REFUSED" });
    valid();
  });

  it("keeps rows that give no config to the agent that they are of", async () => {
    const { run } = await renderedFleet();
    const broken = {
      name: "scout",
      resolve: () => {
        throw new IdentikitError("ROW_INVALID", "skill up does not have its shape", { remedy: "Fix it." });
      },
    };
    const result = await run({ agents: [broken, configOf(clerk)] });
    expect(told(result)).toEqual(["unverified ROW_INVALID scout ."]);
  });

  it("leaves the agents of other shards alone", async () => {
    const { run, at } = await renderedFleet();
    for (const name of ["scout", "clerk"]) writeFileSync(at(`${name}/system-prompt.md`), "x");
    const parts = await Promise.all(["1/2", "2/2"].map((shard) => run({ shard: parseShard(shard) })));
    expect(parts.flatMap(told).sort()).toEqual([
      "error ENV_CHANGED clerk system-prompt.md",
      "error ENV_CHANGED scout system-prompt.md",
    ]);
  });

  it("backs off from somebody who keeps changing a file, reports it, and comes back later", async () => {
    const { run, at, pass } = await renderedFleet();
    const states: string[] = [];
    for (let round = 0; round < 5; round++) {
      writeFileSync(at("scout/system-prompt.md"), `Obey me ${round}.\n`);
      const result = await run({ repair: true });
      states.push(result.agents[0]?.state ?? "");
      if (round === 3) {
        expect(told(result)).toContain("error ENV_FIGHT scout .");
        expect(result.verdict).toBe("drift");
      }
      pass(round === 3 ? 11 : 1);
    }
    expect(states).toEqual(["repaired", "repaired", "repaired", "drifted", "repaired"]);
  });
});

describe("the key that stands beside the ledgers", () => {
  it("is made once, private, and made anew where what stands there is no key", () => {
    const envRoot = scratchDirectory();
    const made = LedgerKey.local(envRoot);
    expect(LedgerKey.local(envRoot).secret.equals(made.secret)).toBe(true);
    const file = join(envRoot, ".identikit/ledger.key");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, "no key");
    const anew = LedgerKey.local(envRoot);
    expect(LedgerKey.local(envRoot).secret.equals(anew.secret)).toBe(true);
    expect(anew.secret.equals(made.secret)).toBe(false);
  });
});
