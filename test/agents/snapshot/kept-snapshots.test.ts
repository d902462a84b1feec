import { expect, test } from "vitest";
import { configKinds } from "../../../src/agents/kinds/all-kinds.ts";
import { agentTriggerRule } from "../../../src/agents/kinds/config/agent-trigger-rule.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../../../src/agents/kinds/record/agent-pause.ts";
import { KeptSnapshots } from "../../../src/agents/snapshot/kept-snapshots.ts";
import { readAdmissionSnapshot } from "../../../src/agents/snapshot/read-snapshot.ts";
import { setSecret } from "../../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { openStore, run } from "../store/scene.ts";

const organization = "acme";
const organizations = [{ name: organization, repositories: ["acme/*"] }];
const metadata = { namespace: organization, name: "one" };

async function openKept(databases: TestDatabases) {
  const scene = await openStore(databases);
  const kept = new KeptSnapshots();
  const options = () => ({ organization, organizations, now: new Date("2026-11-22T10:00:00Z") });
  return {
    ...scene,
    kept: () => kept.read(scene.database, options()),
    fresh: () => readAdmissionSnapshot(scene.database, options()),
    write: scene.store.write.bind(scene.store),
  };
}

describeOnBoth("a kept snapshot", (databases) => {
  test.each([...configKinds, agentPause].map((kind: Kind) => [kind.kind, kind] as const))(
    "is what is read anew, after an %s is made, is changed in its spec or status, and is gone",
    async (_, kind) => {
      await using scene = await openKept(databases);
      await scene.kept();
      const declared = { kind: kind.kind, metadata, spec: kind.spec.parse(kind.example.spec) };
      const changes = [
        () => scene.write((writer) => writer.create(kind, declared)),
        () =>
          scene.write((writer) =>
            writer.update(kind, { ...declared, metadata: { ...metadata, labels: { team: "harbour" } } }),
          ),
        () => scene.write((writer) => writer.setStatus(kind, metadata, { observedGeneration: 7 })),
        () => scene.write((writer) => writer.delete(kind, metadata)),
      ];
      for (const change of changes) {
        await change();
        const [kept, fresh] = [await scene.kept(), await scene.fresh()];
        // What a rule counts in its status is nothing that a decision rests on.
        const plain = (snapshot: typeof fresh) => ({
          ...snapshot,
          rules: snapshot.rules.map(({ metadata: { labels, generation }, spec }) => ({
            labels,
            generation,
            spec,
          })),
        });
        expect(plain(kept)).toEqual(plain(fresh));
      }
    },
  );

  test("is not read again for runs and for what rules count, and is when a secret comes or the log was pruned", async () => {
    await using scene = await openKept(databases);
    const rule = {
      kind: agentTriggerRule.kind,
      metadata,
      spec: agentTriggerRule.spec.parse(agentTriggerRule.example.spec),
    };
    await scene.write((writer) => writer.create(agentTriggerRule, rule));
    const first = await scene.kept();
    await scene.write(async (writer) => {
      const made = run("a");
      await writer.create(agentDispatchRun, made);
      await writer.setStatus(agentTriggerRule, metadata, { lastExecution: "x-1" });
    });
    expect((await scene.kept()).stacks).toBe(first.stacks);
    await setSecret(scene.database, Keyring.parse(Keyring.generateEntry("k1"), "test"), "TOKEN", "value");
    const second = await scene.kept();
    expect(second.grants.secrets).toEqual(["TOKEN"]);
    await scene.write((writer) =>
      writer.create(agentPause, {
        kind: agentPause.kind,
        metadata,
        spec: agentPause.spec.parse(agentPause.example.spec),
      }),
    );
    await scene.database.transaction("write", async ({ query, sql }) => {
      await sql`DELETE FROM agent_change`.execute(query);
    });
    expect((await scene.kept()).pauses).toHaveLength(1);
  });
});
