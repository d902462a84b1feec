import type { Kysely, sql as sqlTag } from "kysely";
import { foreign } from "../connection/database-fault.ts";
import type { DatabaseKind } from "../schema/create-tables.ts";
import { type ConfigSchema, tableShapes } from "../schema/tables.ts";

/**
 * Refuses to make a schema in a database that is somebody else's: an SQLite file with anything in it, or a schema of a server
 * in which a table has the name of one of ours. Other tables of a server's database stay out of the way.
 * @throws {IdentikitError} `DATABASE_FOREIGN`
 */
export async function refuseForeignTables(
  query: Kysely<ConfigSchema>,
  sql: typeof sqlTag,
  { kind, name }: { readonly kind: DatabaseKind; readonly name: string },
): Promise<void> {
  const ours = tableShapes.map((shape) => shape.name);
  const found =
    kind === "sqlite"
      ? sql<{
          name: string;
        }>`SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' LIMIT 1`
      : sql<{
          name: string;
        }>`SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname IN (${sql.join(ours)}) LIMIT 1`;
  const [table] = (await found.execute(query)).rows;
  if (table) throw foreign(name, `it has ${table.name}, and no schema of Identikit's`);
}
