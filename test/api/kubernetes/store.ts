import { join } from "node:path";
import { SqlStore } from "../../../src/agents/store/sql-store.ts";
import { openDatabase } from "../../../src/config/database.ts";
import { createCurrentAt, type TestDatabases } from "../../config/databases.ts";
import { scratchDirectory } from "../../scratch.ts";

/** The store of a new, empty database; on SQLite if no databases are given. */
export async function openStore(
  databases?: TestDatabases,
): Promise<{ store: SqlStore; close(): Promise<void> }> {
  const location = databases
    ? await databases.createCurrent()
    : await createCurrentAt(join(scratchDirectory(), "config.db"));
  const database = await openDatabase(location, { author: { who: "mira", command: "test" } });
  const store = new SqlStore(database);
  return {
    store,
    close: async () => {
      await store[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
