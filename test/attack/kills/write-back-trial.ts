import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../src/agents/kinds/record/agent-artifact.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentToolEvent } from "../../../src/agents/kinds/record/agent-tool-event.ts";
import { bundleKeysOf } from "../../../src/agents/run-bundle/bundle-key.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { bundleOf, type Contents, fileOf, part } from "../../agents/run-bundle/bundle-scene.ts";
import { KeepingForge } from "../../services/keeping-forge.ts";
import { KillProject } from "./kill-project.ts";
import { inStore, putRunAtWork } from "./run-at-work.ts";
import type { Trial, TrialSettings } from "./trial.ts";
import { Victim } from "./victim.ts";

const namespace = "default";
const repository = "tidewater/berths";
const commit = "c".repeat(40);
const actions = ["comment", "label", "status", "issue"] as const;
const policy = actions.map((action) => ({ action, limit: 5, approval: "never" as const }));
const events = Array.from({ length: 700 }, (_, at) => ({
  seq: at + 1,
  type: "message" as const,
  text: `step ${at}`,
}));

/**
 * `write-back` of a bundle whose requests need nobody: comments, labels, a status, an issue. Whatever the moment of the kill, the next run
 * brings it to its end: the records are whole, and the forge has everything once.
 */
export async function writeBackTrial({ place, program }: TrialSettings): Promise<Trial> {
  const project = await KillProject.make(place, []);
  const forge = await KeepingForge.listen();
  const victim = new Victim(program);
  const keys = Keyring.generateEntry("k1");
  const keyring = Keyring.parse(keys, "test");
  const env = { ...forge.env(), IDENTIKIT_SECRET_KEYS: keys, IDENTIKIT_HOST_TOKEN: "a-token-of-the-test" };
  await inStore(project, (writer) =>
    writer.create(agentStack, {
      kind: agentStack.kind,
      metadata: { namespace, name: "fixer" },
      spec: agentStack.spec.parse({ ...agentStack.example.spec, writeBack: policy }),
    }),
  );
  let round = 0;
  return {
    round: async (random) => {
      const name = `run-${++round}`;
      const file = await bundleOfRound(project, keyring, round);
      const command = { args: ["write-back", file, "--database", project.location], cwd: project.root, env };
      const run = await victim.kill(command, random);
      await place.settled(project.location);
      const found = (forge.comments.get(String(round)) ?? []).length > 0 ? "after" : "before";
      // The process is dead: its leases are only waited for here.
      await project.open((database) =>
        database.transaction("write", async ({ query, sql }) => {
          await sql`UPDATE agent_queue SET due_at = 0 WHERE worker IS NOT NULL`.execute(query);
        }),
      );
      await victim.complete(command);
      await check(project, forge, name, round);
      return { counted: run.killed, point: run.point, found };
    },
    checkAll: async () => {
      await project.verify(keyring);
    },
    [Symbol.asyncDispose]: async () => {
      await forge[Symbol.asyncDispose]();
      project[Symbol.dispose]();
    },
  };
}

/** A run that is at work, and what its runner brings back. */
async function bundleOfRound(project: KillProject, keyring: Keyring, round: number): Promise<string> {
  const name = `run-${round}`;
  const work = { namespace, name, repository, sourceRefs: { issue: round, head: commit }, policy };
  const ticket = await inStore(project, (writer) => putRunAtWork(writer, work));
  // What is long over goes, so that the hundredth round is not slower than the first.
  if (round % 10 === 0)
    await project.open((database) =>
      pruneRecords(database, { before: new Date(), changesBefore: new Date(0), changes: 100_000 }),
    );
  const contents: Contents = new Map();
  const lines = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
  const requests = [
    { type: "comment", body: `one of ${name}` },
    { type: "comment", body: `two of ${name}` },
    { type: "label", add: ["done"] },
    { type: "status", context: name, state: "success" },
    { type: "issue", title: `issue of ${name}`, body: "x" },
  ];
  const parts = [
    part(contents, "events", "events", lines(events)),
    part(contents, "outbox", "outbox", lines(requests)),
  ];
  const bundle = bundleOf(parts, {
    ...{ namespace, run: name, attempt: `${name}-1`, repository },
    ticket,
  });
  const file = join(project.directory, "run.tar");
  writeFileSync(file, await fileOf(bundle, contents, bundleKeysOf(keyring)(ticket.id)[0]));
  return file;
}

async function check(project: KillProject, forge: KeepingForge, name: string, round: number): Promise<void> {
  await project.open(async (database) => {
    await using store = new SqlStore(database);
    await store.read(async (reader) => {
      const key = { namespace, name };
      const of = { namespace, fields: [{ field: "spec.run", equals: true, value: name }] };
      const run = await reader.get(agentDispatchRun, key);
      assert.deepEqual(
        [run?.status.phase, run?.status.tokens, run?.status.cost],
        ["Succeeded", 1200, "0.42"],
      );
      const approvals = await Array.fromAsync(reader.each(agentApproval, of));
      assert.deepEqual(approvals.map(({ spec, status }) => `${spec.action} ${status.phase}`).sort(), [
        "comment Applied",
        "comment Applied",
        "issue Applied",
        "label Applied",
        "status Applied",
      ]);
      const artifacts = await Array.fromAsync(reader.each(agentArtifact, of));
      assert.deepEqual(
        artifacts.map(({ spec }) => spec.kind),
        ["outbox"],
      );
      const stored = await Array.fromAsync(reader.each(agentToolEvent, of));
      assert.equal(stored.length, events.length, "every event once");
    });
  });
  const comments = (forge.comments.get(String(round)) ?? [])
    .map(({ body }) => body.split("\n").at(-1))
    .sort();
  assert.deepEqual(comments, [`one of ${name}`, `two of ${name}`]);
  assert.equal(forge.issues.filter(({ title }) => title === `issue of ${name}`).length, 1, "one issue");
  assert.deepEqual([...(forge.labels.get(String(round)) ?? [])], [3]);
  assert.equal(
    forge.statuses.filter((one) => "context" in one && one.context === `agent/${name}`).length,
    1,
    "one status",
  );
}
