import { expect, test } from "vitest";
import { agentRole } from "../../../src/agents/kinds/config/agent-role.ts";
import { agentRoleBinding } from "../../../src/agents/kinds/config/agent-role-binding.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import type { ResourceWriter } from "../../../src/agents/resource/resource-store.ts";
import { AccessStates } from "../../../src/agents/snapshot/access-states.ts";
import { readAccessState } from "../../../src/agents/snapshot/read-snapshot.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore, openStoreAt, run } from "../store/scene.ts";

const metadata = (name: string) => ({ namespace: "acme", name });
const role = (name: string, title: string) => ({
  kind: agentRole.kind,
  metadata: metadata(name),
  spec: agentRole.spec.parse({ ...agentRole.example.spec, title }),
});
const binding = (name: string) => ({
  kind: agentRoleBinding.kind,
  metadata: metadata(name),
  spec: agentRoleBinding.spec.parse(agentRoleBinding.example.spec),
});

/** What somebody does, one after the other, and whether it changes anybody's rights. */
const steps: readonly (readonly [what: string, changes: boolean, work: (w: ResourceWriter) => unknown])[] = [
  ["a role is made", true, (w) => w.create(agentRole, role("first", "a"))],
  ["a run is made", false, (w) => w.create(agentDispatchRun, run("one"), { phase: "Queued" })],
  ["a second role is made", true, (w) => w.create(agentRole, role("second", "a"))],
  ["the older role is changed", true, (w) => w.update(agentRole, role("first", "b"))],
  ["the older role is written as it is", false, (w) => w.update(agentRole, role("first", "b"))],
  ["a binding is made", true, (w) => w.create(agentRoleBinding, binding("first"))],
  ["the newest is deleted", true, (w) => w.delete(agentRoleBinding, metadata("first"))],
  ["the oldest is deleted", true, (w) => w.delete(agentRole, metadata("first"))],
  ["it is made again", true, (w) => w.create(agentRole, role("first", "b"))],
];

describeOnBoth("the rights that a server keeps", (databases) => {
  test("are those of the database after each change, by whichever process, and read again for no other (P-4)", async () => {
    await using scene = await openStore(databases);
    await using other = await openStoreAt(scene.location);
    const states = new AccessStates([]);
    const kept = () => scene.store.read((reader) => states.read(reader));
    let before = await kept();
    for (const [what, changes, work] of steps) {
      await other.store.write(async (writer) => void (await work(writer)));
      const now = await kept();
      expect(now, what).toEqual(await scene.store.read((reader) => readAccessState(reader, [])));
      expect(now !== before, what).toBe(changes);
      before = now;
    }
  });
});
