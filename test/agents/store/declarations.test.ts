import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agentContextLabel } from "../../../src/agents/kinds/config/agent-context-label.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentToolEvent } from "../../../src/agents/kinds/record/agent-tool-event.ts";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import { backupDatabase } from "../../../src/config/backup/backup-database.ts";
import { restoreBackup } from "../../../src/config/backup/restore-backup.ts";
import { exportBundle } from "../../../src/config/bundle/export-bundle.ts";
import { importBundle } from "../../../src/config/bundle/import-bundle.ts";
import { openDatabase } from "../../../src/config/database.ts";
import { readHistory } from "../../../src/config/history/read-history.ts";
import { rollBack } from "../../../src/config/history/roll-back.ts";
import { house } from "../../architecture/rooms.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { scratchDirectory } from "../../scratch.ts";
import { openStore, run } from "./scene.ts";

const key = { namespace: "acme", name: "tone" };
const label = (promptFragment: string) => ({
  kind: agentContextLabel.kind,
  metadata: { ...key, labels: { team: "core" } },
  spec: agentContextLabel.spec.parse({ ...agentContextLabel.example.spec, promptFragment }),
});
const fragment = async (store: SqlStore) =>
  (await store.read((objects) => objects.get(agentContextLabel, key)))?.spec.promptFragment;

describeOnBoth("what is declared of the agent platform", (databases) => {
  test("travels in bundles without its status, and is pruned as every other row", async () => {
    const directory = scratchDirectory();
    await using from = await openStore(databases);
    await using to = await openStore(databases);
    await from.store
      .asRepository()
      .write((objects) => objects.create(agentContextLabel, label("Be kind."), { observedGeneration: 1 }));
    const [file, empty] = [join(directory, "a.bundle"), join(directory, "empty.bundle")];
    await exportBundle({ database: to.database, file: empty });
    await exportBundle({ database: from.database, file });
    expect(readFileSync(file, "utf8")).toContain(
      '{"table":"agent_declaration","kind":"AgentContextLabel","namespace":"acme","name":"tone","managed":true,"value":{"labels"',
    );
    const { resourceVersion } = await to.store.read((objects) => objects.list(agentContextLabel));
    expect(await importBundle({ database: to.database, file })).toMatchObject({ counts: { create: 1 } });
    const found = await to.store.read((objects) => objects.get(agentContextLabel, key));
    expect(found).toMatchObject({
      metadata: { managedByRepository: true, labels: { team: "core" }, generation: 1 },
      spec: { promptFragment: "Be kind." },
      status: {},
    });
    await exportBundle({ database: to.database, file: join(directory, "b.bundle") });
    expect(readFileSync(join(directory, "b.bundle"), "utf8")).toBe(readFileSync(file, "utf8"));
    await importBundle({ database: to.database, file: empty, prune: "missing" });
    expect(await fragment(to.store)).toBeUndefined();
    // A bundle passes by no watch.
    const end = new AbortController();
    const seen: string[] = [];
    for await (const change of to.store.watch([agentContextLabel], resourceVersion, { signal: end.signal })) {
      if (change.type === "BOOKMARK") break;
      seen.push(change.type);
    }
    expect(seen).toEqual(["ADDED", "DELETED"]);
  });

  test("has a history, and goes back to what it was", async () => {
    await using scene = await openStore(databases);
    const { store, database } = scene;
    await store.write((objects) => objects.create(agentContextLabel, label("Be kind.")));
    const [made] = await readHistory(database, { limit: 1, changes: 10 });
    expect(made).toMatchObject({
      who: "ada",
      changes: [{ kind: "create", table: "agent_declaration", key: "AgentContextLabel acme/tone" }],
    });
    await store.write((objects) => objects.update(agentContextLabel, label("Be brief.")));
    await store.write((objects) => objects.delete(agentContextLabel, key));
    await rollBack(database, { kind: "entry", entry: made?.entry ?? 0 });
    expect(await fragment(store)).toBe("Be kind.");
    const entries = await readHistory(database, { limit: 10, changes: 10 });
    expect(entries.map(({ changes }) => changes[0]?.kind)).toEqual(["create", "delete", "change", "create"]);
  });

  test("is in backups with its uid and status, as records and events are", async () => {
    await using scene = await openStore(databases);
    const { store } = scene;
    await store.write(async (objects) => {
      await objects.create(agentContextLabel, label("Be kind."), { observedGeneration: 1 });
      await objects.create(agentDispatchRun, run("one"), { phase: "Queued" });
    });
    await store.write((objects) => objects.update(agentContextLabel, label("Be brief.")));
    await store.appendEvents("acme", [agentToolEvent.spec.parse({ run: "one", seq: 1, type: "message" })]);
    const file = join(scratchDirectory(), "x.backup");
    await backupDatabase(scene.database, scene.location, file);
    const all = async (of: SqlStore) =>
      await of.read(async (objects) => {
        const found = [];
        for (const kind of [agentContextLabel, agentDispatchRun, agentToolEvent])
          for await (const { metadata, ...rest } of objects.each(kind))
            found.push({ ...rest, metadata: { ...metadata, resourceVersion: "" } });
        return found;
      });
    await using empty = await openDatabase(await databases.create(), { schema: "any" });
    await restoreBackup({ database: empty, file });
    const restored = await all(new SqlStore(empty));
    expect(restored).toEqual(await all(store));
    expect(restored).toMatchObject([
      { metadata: { generation: 2 }, status: { observedGeneration: 1 } },
      {},
      {},
    ]);
    // Over what is there, too.
    await store.write((objects) => objects.update(agentContextLabel, label("Be loud.")));
    await store.write((objects) => objects.create(agentDispatchRun, run("two")));
    await restoreBackup({ database: scene.database, file, replace: true });
    expect(await all(store)).toEqual(restored);
  });

  if (databases.kind === "postgres")
    test("is written with the rights of the guide's writer, which change no log and no clock", async () => {
      await using scene = await openStore(databases);
      const grants = [
        ...readFileSync(join(house, "docs/how-to/operations.md"), "utf8").matchAll(/```sql\n([\s\S]*?)```/g),
      ][1]?.[1];
      await scene.foreign(
        `DO $$ DECLARE role text; BEGIN FOREACH role IN ARRAY ARRAY['writer', 'renderer', 'reader'] LOOP
          IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'identikit_' || role) THEN EXECUTE format('CREATE ROLE identikit_%I LOGIN', role); END IF;
        END LOOP; END $$; ${grants}`,
      );
      await using database = await openDatabase(scene.location.replace("identikit@", "identikit_writer@"));
      const store = new SqlStore(database);
      await store.write((objects) => objects.create(agentContextLabel, label("Be kind.")));
      await store.write((objects) => objects.create(agentDispatchRun, run("one")));
      await store.write((objects) =>
        objects.setStatus(agentDispatchRun, { ...key, name: "one" }, { phase: "Queued" }),
      );
      await store.appendEvents("acme", [agentToolEvent.spec.parse({ run: "one", seq: 1, type: "message" })]);
      await store.write((objects) => objects.delete(agentContextLabel, key));
      for (const statement of [
        "UPDATE agent_change SET name = 'x'",
        "UPDATE agent_event SET seq = 2",
        "DELETE FROM agent_clock",
        "TRUNCATE agent_object",
      ])
        await expect(
          scene.foreign(`SET SESSION AUTHORIZATION identikit_writer; ${statement}`),
          statement,
        ).rejects.toThrow("permission denied");
    });
});
