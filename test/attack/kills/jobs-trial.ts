import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../src/agents/kinds/record/agent-artifact.ts";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentToolEvent } from "../../../src/agents/kinds/record/agent-tool-event.ts";
import { patchOf } from "../../../src/agents/proof/content-proofs.ts";
import { BlobStore } from "../../../src/agents/store/blobs/blob-store.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import { publicTicketKey, ticketKeysOf } from "../../../src/agents/tickets/ticket-key.ts";
import type { ConfigDatabase } from "../../../src/config/database.ts";
import { certain } from "../../../src/fault/certain.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { isTemporaryName } from "../../../src/tree/temporary-name.ts";
import { declareFleet, declareRule, labelled, organization, poolKey } from "../../agents/dispatch/scene.ts";
import { KeepingForge } from "../../services/keeping-forge.ts";
import { firstCommit } from "../../template/git-repository.ts";
import { KillProject } from "./kill-project.ts";
import type { Trial, TrialSettings } from "./trial.ts";
import { type Command, Victim } from "./victim.ts";

const settings = `platform: { organization: ${organization}, repositories: ["acme/*"], configRepository: acme/fleet }\n`;
const policy = [{ action: "comment", limit: 5, approval: "never" }] as const;
/**
 * Longer than it needs to be, so that kills find the agent at work.
 * @param marker stands in its command line
 */
const scriptOf = (marker: string) => `: ${marker}; read -r task
for step in 1 2 3 4 5; do echo "{\\"type\\":\\"message\\",\\"text\\":\\"step $step\\"}"; sleep 0.05; done
echo "$task" > task.txt; echo more >> README.md
echo '{"type":"comment","body":"It is done."}' >> "$IDENTIKIT_OUTBOX"
echo '{"type":"result","outcome":"succeeded"}'`;
const changed = { "README.md": "hello\nmore\n", "task.txt": "You repair the fleet.\n" };

/**
 * The three jobs of a run, from its event to its comment, of which one is killed and started again: `dispatch`, whose event a controller may
 * finish, `run` with its agent at work, and `write-back`. Whatever the moment, the run comes to its end with one attempt, its work is there
 * once and whole, one comment is written, and nothing of a killed agent is left. What an agent had written when its supervisor was killed is
 * kept, unharvested: then the attempt fails, says so, and writes nothing back.
 */
export async function jobsTrial({ place, program }: TrialSettings): Promise<Trial> {
  const project = await KillProject.make(place, []);
  const forge = await KeepingForge.listen();
  const keys = Keyring.generateEntry("k1");
  const marker = `agent-${randomUUID()}`;
  await lay(project, forge, marker);
  const victims = [new Victim(program), new Victim(program, false), new Victim(program)] as const;
  const env = { ...forge.env(), IDENTIKIT_SECRET_KEYS: keys, IDENTIKIT_HOST_TOKEN: "a-token-of-the-test" };
  const cwd = project.root;
  const database = ["--database", project.location];
  const pem = ticketKeysOf(Keyring.parse(keys, "test")).map(publicTicketKey).join("");
  let round = 0;
  const jobs = (): readonly (() => Command)[] => {
    const [event, tickets] = [join(cwd, "event.json"), join(cwd, `tickets-${round}`)];
    writeFileSync(event, JSON.stringify(labelled(round).payload));
    const job = { GITHUB_EVENT_NAME: "issues", GITHUB_ACTOR: "mira", GITHUB_RUN_ID: String(1000 + round) };
    const bundles = join(cwd, `bundles-${round}`);
    return [
      () => ({
        ...{ args: ["dispatch", "--event", event, "--tickets", tickets, ...database], cwd },
        env: { ...env, ...job, GITHUB_REPOSITORY: "acme/fleet" },
      }),
      () => ({
        args: [
          ...["run", "--tickets", join(tickets, "tickets.jwt"), "--pool", "linux", "--bundles", bundles],
          ...["--remote", join(project.directory, "git")],
        ],
        cwd,
        env: { ...forge.env(), IDENTIKIT_POOL_KEY: poolKey, IDENTIKIT_TICKET_KEY: pem },
      }),
      () => {
        const [bundle] = readdirSync(bundles).filter((name) => name.endsWith(".bundle"));
        return { args: ["write-back", join(bundles, certain(bundle)), ...database], cwd, env };
      },
    ];
  };
  return {
    round: async (random) => {
      round++;
      const target = random(victims.length);
      let killed = { killed: false, point: "time" };
      let isKept = false;
      for (const [at, command] of jobs().entries()) {
        const victim = certain(victims[at]);
        if (at === target) {
          killed = await victim.kill(command(), random);
          await place.settled(project.location);
          await expireLeases(project);
          const controller = [
            "controller",
            "--once",
            "--controllers",
            "trigger",
            "--controllers",
            "dispatch",
          ];
          await new Victim(program).complete({ args: [...controller, ...database], cwd, env });
        }
        const complete = victim.complete(command());
        if (at === 1 && target === 1) isKept = await isWorkKept(complete);
        else await complete;
      }
      if (isKept) await checkKept(project, forge, round);
      else await check(project, forge, round);
      assert.deepEqual(processesWith(marker), [], "no process of an agent is left");
      if (round % 10 === 0)
        await project.open((opened) =>
          pruneRecords(opened, { before: new Date(), changesBefore: new Date(0), changes: 100_000 }),
        );
      const found = `${certain(jobNames[target])}${isKept ? ", its work kept" : ""}`;
      return { counted: killed.killed, point: killed.point, found };
    },
    checkAll: () => project.verify(Keyring.parse(keys, "test")),
    [Symbol.asyncDispose]: async () => {
      await forge[Symbol.asyncDispose]();
      project[Symbol.dispose]();
    },
  };
}

const jobNames = ["dispatch", "run", "write-back"] as const;

async function lay(project: KillProject, forge: KeepingForge, marker: string): Promise<void> {
  writeFileSync(join(project.root, "identikit.yaml"), settings);
  const repository = join(project.directory, "git/acme/fleet.git");
  mkdirSync(repository, { recursive: true });
  const commit = firstCommit(repository, { "README.md": "hello\n" });
  forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
  forge.answers.set("branches/main", { commit: { id: commit }, protected: true });
  const user = { id: 4, login: "mira", full_name: "", is_admin: false };
  forge.answers.set("collaborators/mira/permission", { permission: "write", role_name: "write", user });
  await project.open(async (database) => {
    await using store = new SqlStore(database);
    await declareFleet({ store });
    await declareRule({ store }, "fix", {
      dedupePolicy: { key: ["rule", "number"] },
      writeBack: [...policy],
    });
    await store.write(async (writer) => {
      const stack = certain(await writer.get(agentStack, { namespace: organization, name: "fixer" }));
      const { name, namespace } = stack.metadata;
      const spec = { ...stack.spec, writeBack: [...policy] };
      const { metadata } = await writer.update(agentStack, {
        ...{ kind: stack.kind, metadata: { name, namespace } },
        spec: agentStack.spec.parse(spec),
      });
      const observedGeneration = metadata.generation;
      await writer.setStatus(agentStack, metadata, {
        ...stack.status,
        observedGeneration,
        profile: profileOf(marker),
      });
    });
  });
}

const profileOf = (marker: string) => ({
  ...{ stack: "fixer", approvalMode: "write_back_only" },
  adapter: { name: "command", command: ["sh", "-c", scriptOf(marker)] },
  client: { capabilities: ["headless", "events", "costs"] },
  toolProfile: {
    ...{ name: "careful", filesystemPolicy: { mode: "workspace_write" }, isolation: "user" },
    ...{ approvalPolicyByTool: { "*": "allow" }, networkPolicy: { mode: "none" } },
  },
});

/** The process is dead: its leases are only waited for here. */
async function expireLeases(project: KillProject): Promise<void> {
  await project.open((database) =>
    database.transaction("write", async ({ query, sql }) => {
      await sql`UPDATE agent_queue SET due_at = 0 WHERE worker IS NOT NULL`.execute(query);
    }),
  );
}

/** Whether a `run` that was started again would have lost what the killed one's agent had written. @throws where it fails otherwise */
async function isWorkKept(complete: Promise<void>): Promise<boolean> {
  try {
    await complete;
    return false;
  } catch (fault) {
    if (String(fault).includes("RUN_FAILED") && String(fault).includes("WORKSPACE_DIRTY")) return true;
    throw fault;
  }
}

async function checkKept(project: KillProject, forge: KeepingForge, round: number): Promise<void> {
  await project.open(async (database) => {
    const { run, attempts, artifacts } = await recordsOf(database, round);
    assert.equal(run.status.phase, "Failed");
    assert.match(run.status.message ?? "", /not harvested/);
    assert.equal(attempts.length, 1, "one attempt");
    assert.deepEqual(
      artifacts.filter(({ spec }) => spec.kind === "patch"),
      [],
    );
    const files = readdirSync(join(project.root, ".identikit/workspaces"), { recursive: true }).map(String);
    const kept = files.filter((file) => file.endsWith(`/${run.metadata.name}/tree/task.txt`));
    assert.equal(kept.length, 1, "the work is kept");
  });
  assert.equal(forge.comments.get(String(round)), undefined, "nothing is written back");
}

/** All that is on record of the run of an event. */
async function recordsOf(database: ConfigDatabase, round: number) {
  await using store = new SqlStore(database);
  return await store.read(async (reader) => {
    const runs = await Array.fromAsync(reader.each(agentDispatchRun, { namespace: organization }));
    const own = runs.filter(({ spec }) => spec.sourceRefs.issue === round);
    assert.equal(own.length, 1, "one run of the event");
    const run = certain(own[0]);
    const fields = [{ field: "spec.run", equals: true, value: run.metadata.name }];
    const of = { namespace: organization, fields };
    return {
      run,
      attempts: await Array.fromAsync(reader.each(agentDispatchAttempt, of)),
      artifacts: await Array.fromAsync(reader.each(agentArtifact, of)),
      approvals: await Array.fromAsync(reader.each(agentApproval, of)),
      events: await Array.fromAsync(reader.each(agentToolEvent, of)),
    };
  });
}

async function check(project: KillProject, forge: KeepingForge, round: number): Promise<void> {
  await project.open(async (database) => {
    const blobs = new BlobStore(database);
    const { run, attempts, artifacts, approvals, events } = await recordsOf(database, round);
    assert.equal(run.status.phase, "Succeeded", run.status.message);
    assert.deepEqual(
      attempts.map(({ status }) => status.phase),
      ["Succeeded"],
      "one attempt",
    );
    const texts = events.flatMap(({ spec }) => (spec.text?.startsWith("step") ? [spec.text] : []));
    assert.deepEqual(texts, ["step 1", "step 2", "step 3", "step 4", "step 5"], "every event once");
    assert.deepEqual(artifacts.map(({ spec }) => spec.kind).sort(), ["outbox", "patch", "transcript"]);
    const patches = artifacts.filter(({ spec }) => spec.kind === "patch");
    const { changes } = await patchOf(blobs, run.metadata, certain(patches[0]).spec.digest);
    const contents = changes.map(async ({ path, after }) => {
      const bytes = await blobs.get(run.metadata, certain(after).digest);
      return [path, Buffer.from(bytes).toString("utf8")] as const;
    });
    assert.deepEqual(Object.fromEntries(await Promise.all(contents)), changed, "its work, once and whole");
    assert.deepEqual(
      approvals.map(({ spec, status }) => `${spec.action} ${status.phase}`),
      ["comment Applied"],
    );
  });
  const comments = (forge.comments.get(String(round)) ?? []).map(({ body }) => body.split("\n").at(-1));
  assert.deepEqual(comments, ["It is done."]);
  const left = readdirSync(join(project.root, `bundles-${round}`)).filter(isTemporaryName);
  assert.deepEqual(left, [], "no half of a bundle");
}

function processesWith(word: string): string[] {
  return readdirSync("/proc").filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      return readFileSync(`/proc/${id}/cmdline`, "utf8").includes(word);
    } catch {
      // It is gone by now.
      return false;
    }
  });
}
