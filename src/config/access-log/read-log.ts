import type { SecretAccess } from "../../secret/access-log.ts";
import type { ConfigDatabase } from "../database.ts";

/** Which lines of the access log to give; nothing given, all. */
export interface AccessFilter {
  readonly secret?: string;
  readonly agent?: string;
  /** Lines at most, the newest ones. Default 1000. */
  readonly limit?: number;
}

/** The reads of secrets, oldest first. */
export async function listAccesses(
  database: ConfigDatabase,
  filter: AccessFilter = {},
): Promise<SecretAccess[]> {
  const newestFirst = await database.read((query) => {
    let select = query
      .selectFrom("secret_access_log")
      .select(["secret", "agent", "accessor", "reason", "time"])
      .orderBy("id", "desc")
      .limit(filter.limit ?? 1000);
    if (filter.secret !== undefined) select = select.where("secret", "=", filter.secret);
    if (filter.agent !== undefined) select = select.where("agent", "=", filter.agent);
    return select.execute();
  });
  return newestFirst.reverse();
}
