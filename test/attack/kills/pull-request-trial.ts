import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../src/agents/kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { bundleKeysOf } from "../../../src/agents/run-bundle/bundle-key.ts";
import { patchDigest, patchText } from "../../../src/agents/run-bundle/tree-patch.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import { certain } from "../../../src/fault/certain.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { patchBetween } from "../../../src/workspace/commit/patch-between.ts";
import { StoreGit } from "../../../src/workspace/store/store-git.ts";
import { patchOf } from "../../agents/results/scene.ts";
import { bundleOf, type Contents, fileOf, part } from "../../agents/run-bundle/bundle-scene.ts";
import { KeepingForge } from "../../services/keeping-forge.ts";
import { environment, firstCommit, git } from "../../template/git-repository.ts";
import { KillProject } from "./kill-project.ts";
import { inStore, putRunAtWork } from "./run-at-work.ts";
import type { Trial, TrialSettings } from "./trial.ts";
import { type KilledRun, Victim } from "./victim.ts";

const namespace = "default";
const repository = "tidewater/berths";
const policy = [{ action: "pull_request" as const, limit: 5, approval: "never" as const }];
const settings = `platform: { organization: ${namespace}, repositories: ["tidewater/*"], configRepository: tidewater/berths }\n`;

/** The requests of one write-back at which it is killed, before they are done or before their answer is sent. */
const moments = {
  "before the push": ["before", /^POST .*\/git-receive-pack/],
  "after the push": ["after", /^POST .*\/git-receive-pack/],
  "at the read-back": ["before", /^GET .*service=git-upload-pack/],
  "before the pull request": ["before", /^POST .*\/pulls/],
  "after the pull request": ["after", /^POST .*\/pulls/],
} as const;
const momentNames = Object.keys(moments) as (keyof typeof moments)[];

/**
 * `write-back` of a bundle whose patch becomes a pull request, on a forge with git's own server: killed at its intent, its push, the reading
 * back, the pull request or its result. The next run brings it to its end: one branch with one commit whose changes are the approved ones,
 * one pull request, and one record of it.
 */
export async function pullRequestTrial({ place, program }: TrialSettings): Promise<Trial> {
  const project = await KillProject.make(place, []);
  const repositories = join(project.directory, "git");
  const bare = join(repositories, `${repository}.git`);
  mkdirSync(bare, { recursive: true });
  const base = firstCommit(bare, { "README.md": "hello\n" });
  git(bare, "config", "http.receivepack", "true");
  const forge = await KeepingForge.listen(repositories);
  forge.answers.set("/repos/tidewater/berths", { default_branch: "main" });
  forge.answers.set("branches/main", { commit: { id: base }, protected: true });
  const victim = new Victim(program);
  const keys = Keyring.generateEntry("k1");
  const keyring = Keyring.parse(keys, "test");
  const env = { ...forge.env(), IDENTIKIT_SECRET_KEYS: keys, IDENTIKIT_HOST_TOKEN: "a-token-of-the-test" };
  writeFileSync(join(project.root, "identikit.yaml"), settings);
  await inStore(project, (writer) =>
    writer.create(agentStack, {
      kind: agentStack.kind,
      metadata: { namespace, name: "fixer" },
      spec: agentStack.spec.parse({ ...agentStack.example.spec, writeBack: policy }),
    }),
  );
  let round = 0;
  const file = join(project.directory, "run.tar");
  const command = { args: ["write-back", file, "--database", project.location], cwd: project.root, env };
  return {
    round: async (random) => {
      const name = `run-${++round}`;
      const patch = await bundleOfRound(project, keyring, { name, base, round, file });
      // Half of the time at any moment or commit, such as those of intent and result.
      const seen = random(2) === 0 ? undefined : certain(momentNames[random(momentNames.length)]);
      const run = seen ? await killAt(victim, command, forge, seen) : await victim.kill(command, random);
      await place.settled(project.location);
      const found = forge.pulls.some(({ head }) => head === `identikit/${name}`) ? "after" : "before";
      // The process is dead: its leases are only waited for here.
      await project.open((database) =>
        database.transaction("write", async ({ query, sql }) => {
          await sql`UPDATE agent_queue SET due_at = 0 WHERE worker IS NOT NULL`.execute(query);
        }),
      );
      await victim.complete(command);
      await checkRecords(project, name);
      await checkForge(forge, bare, { name, base, patch, round });
      if (round % 10 === 0)
        await project.open((database) =>
          pruneRecords(database, { before: new Date(), changesBefore: new Date(0), changes: 100_000 }),
        );
      return { counted: run.killed, point: run.point, found };
    },
    checkAll: async () => {
      git(bare, "fsck", "--strict");
      await project.verify(keyring);
    },
    [Symbol.asyncDispose]: async () => {
      await forge[Symbol.asyncDispose]();
      project[Symbol.dispose]();
    },
  };
}

/** Kills a write-back at a request; the forge's answer waits until it is dead. */
async function killAt(
  victim: Victim,
  command: Parameters<Victim["kill"]>[0],
  forge: KeepingForge,
  name: keyof typeof moments,
): Promise<KilledRun> {
  const [when, pattern] = moments[name];
  const [reached, dead] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()];
  let isPushed = false;
  forge.around = (moment, request) => {
    isPushed ||= moment === "after" && moments["after the push"][1].test(request);
    const isIt = moment === when && pattern.test(request) && (name !== "at the read-back" || isPushed);
    if (!isIt) return undefined;
    reached.resolve(name);
    return dead.promise;
  };
  const run = await victim.killWhen(command, reached.promise);
  forge.around = () => undefined;
  dead.resolve();
  return run;
}

/** A run that is at work, and what its runner brings back. @returns the digest of its patch */
async function bundleOfRound(
  project: KillProject,
  keyring: Keyring,
  {
    name,
    base,
    round,
    file,
  }: { readonly name: string; readonly base: string; readonly round: number; readonly file: string },
): Promise<string> {
  const sourceRefs = { issue: round, ref: "refs/heads/main", head: base, defaultBranch: "main" };
  const ticket = await inStore(project, (writer) =>
    putRunAtWork(writer, { namespace, name, repository, sourceRefs, policy }),
  );
  const contents: Contents = new Map();
  const files = filesOf(round);
  const patch = part(contents, "patch", "patch", patchText(patchOf(files, base)));
  const request = { type: "pull_request", title: `Close the gate of ${name}`, body: "It stayed open." };
  const parts = [
    patch,
    ...Object.entries(files).map(([path, text]) => part(contents, "blob", path, text)),
    part(contents, "outbox", "outbox", `${JSON.stringify(request)}\n`),
  ];
  const bundle = bundleOf(parts, {
    ...{ namespace, run: name, attempt: `${name}-1`, repository, base, patch: patch.digest, ticket },
  });
  writeFileSync(file, await fileOf(bundle, contents, bundleKeysOf(keyring)(ticket.id)[0]));
  return patch.digest;
}

function filesOf(round: number): Readonly<Record<string, string>> {
  return { "docs/gate.md": `closed in round ${round}\n`, "src/gate.ts": `export const round = ${round};\n` };
}

async function checkRecords(project: KillProject, name: string): Promise<void> {
  await project.open(async (database) => {
    await using store = new SqlStore(database);
    await store.read(async (reader) => {
      const of = { namespace, fields: [{ field: "spec.run", equals: true, value: name }] };
      const run = await reader.get(agentDispatchRun, { namespace, name });
      assert.equal(run?.status.phase, "Succeeded");
      const approvals = await Array.fromAsync(reader.each(agentApproval, of));
      assert.deepEqual(
        approvals.map(({ spec, status }) => `${spec.action} ${status.phase}`),
        ["pull_request Applied"],
      );
      const artifacts = await Array.fromAsync(reader.each(agentArtifact, of));
      assert.deepEqual(artifacts.map(({ spec, status }) => `${spec.kind} ${status.phase}`).sort(), [
        "outbox Applied",
        "patch Applied",
      ]);
      const actions = await Array.fromAsync(reader.each(agentAction, { namespace }));
      const done = actions.filter(({ spec, status }) => spec.target.name === name && status.phase === "Done");
      assert.equal(done.length, 1, "one record of what was written");
    });
  });
}

/** One branch, one commit, one pull request, and the changes that were approved. */
async function checkForge(
  forge: KeepingForge,
  bare: string,
  {
    name,
    base,
    patch,
    round,
  }: { readonly name: string; readonly base: string; readonly patch: string; readonly round: number },
): Promise<void> {
  const branch = `identikit/${name}`;
  const branches = git(bare, "for-each-ref", "--format=%(refname:short)", "refs/heads").split("\n");
  assert.equal(branches.length, round + 1, `main and a branch of each round: ${branches.join(", ")}`);
  assert.equal(git(bare, "rev-list", "--count", `${base}..${branch}`), "1", "one commit");
  assert.match(
    git(bare, "log", "-1", "--format=%B", branch),
    new RegExp(`Identikit-Run: ${namespace}/${name}-1`),
  );
  const read = await patchBetween(
    new StoreGit(join(bare, ".git"), { ...environment }),
    base,
    git(bare, "rev-parse", branch),
    AbortSignal.timeout(60_000),
  );
  assert.equal(patchDigest(read), patch, "the approved changes");
  for (const [path, text] of Object.entries(filesOf(round)))
    assert.equal(`${git(bare, "show", `${branch}:${path}`)}\n`, text);
  const pulls = forge.pulls.filter(({ head }) => head === branch);
  assert.deepEqual(
    pulls.map(({ base: into }) => into),
    ["main"],
    "one pull request",
  );
}
