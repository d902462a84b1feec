import type { ConfigDatabase } from "../../config/database.ts";
import { listSecrets, setSecret } from "../../config/secrets/secret-store.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { secretVariablePrefix } from "../../secret/secret-name.ts";
import { keySource } from "../places/keys.ts";

/**
 * Seals a made-up value for each stand-in secret of the settings that neither the database nor the environment has, so that
 * an example runs without a real one. The value says what it is, and is the same each time.
 * @returns the names that stand in; never any on a server, which is nobody's example
 */
export async function sealStandIns(
  context: Context,
  project: Project,
  database: ConfigDatabase,
): Promise<string[]> {
  const { standInSecrets } = project.settings;
  if (standInSecrets.length === 0 || database.kind !== "sqlite") return [];
  const sealed = new Set((await listSecrets(database)).map(({ name }) => name));
  const missing = standInSecrets.filter(
    (name) => !sealed.has(name) && !context.env[secretVariablePrefix + name],
  );
  if (missing.length === 0) return [];
  const keys = keySource(context, project);
  for (const name of missing) await setSecret(database, keys, name, `made-up-value-of-${name}`);
  return missing;
}
