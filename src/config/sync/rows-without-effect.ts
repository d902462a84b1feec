import type { Finding } from "../../fault/finding.ts";
import type { Session } from "../connection/session.ts";

/** A warning for each row of `agent_type_config`, which earlier releases let people write and none ever read. */
export async function rowsWithoutEffect({ query }: Session): Promise<Finding[]> {
  const rows = await query
    .selectFrom("agent_type_config")
    .select(["type", "key"])
    .orderBy("type")
    .orderBy("key")
    .execute();
  return rows.map(({ type, key }) => ({
    code: "ROW_WITHOUT_EFFECT",
    severity: "warning",
    path: `${type}/${key}`,
    expected: "no row of agent_type_config",
    actual: `the row agent_type_config ${type}/${key} has no effect`,
    remedy: `Set what it was meant for as client_setting, and remove it: identikit config unset agent_type_config ${key} --scope type --ref ${type}`,
    subject: `type ${type}`,
  }));
}
