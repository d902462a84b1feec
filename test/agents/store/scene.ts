import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import type { Declared } from "../../../src/agents/resource/resource.ts";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import { openDatabase } from "../../../src/config/database.ts";
import type { Keyring } from "../../../src/secret/keyring.ts";
import type { TestDatabases } from "../../config/databases.ts";

/** Opens the store of a new, empty database, with the keys of a writer or without. */
export async function openStore(databases: TestDatabases, keyring?: Keyring) {
  const location = await databases.createCurrent();
  return {
    ...(await openStoreAt(location, keyring)),
    foreign: (statements: string) => databases.foreign(location, statements),
  };
}

/** Opens the store of a database on connections of its own. */
export async function openStoreAt(location: string, keyring?: Keyring) {
  const database = await openDatabase(location, {
    author: { who: "ada", command: "test" },
    chainKeys: () => keyring,
  });
  const store = new SqlStore(database);
  return {
    store,
    database,
    location,
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** A run as somebody dispatches it. */
export function run(name: string, spec: Partial<Declared<typeof agentDispatchRun>["spec"]> = {}) {
  return {
    kind: agentDispatchRun.kind,
    metadata: { namespace: "acme", name },
    spec: agentDispatchRun.spec.parse({ ...agentDispatchRun.example.spec, ...spec }),
  };
}
