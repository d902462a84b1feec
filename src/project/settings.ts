import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "./settings-schema.ts";

/** The name of the settings file at a repository's root. */
export const settingsFile = "identikit.yaml";

/** What holds where nothing is settled. */
export async function defaultSettings(): Promise<Settings> {
  // Building the schema costs more than an action's other preparations together, so it waits until it is asked.
  const { settingsSchema } = await import("./settings-schema.ts");
  return settingsSchema.parse({});
}

/**
 * The settings of a repository; the defaults where it has no settings file. The YAML reader is loaded only where there
 * is something to read.
 * @throws {IdentikitError} `SETTINGS_INVALID` naming key and line, `DOCUMENT_INVALID`, `FILE_UNREADABLE`
 */
export async function loadSettings(root: string): Promise<Settings> {
  const file = join(root, settingsFile);
  if (!existsSync(file)) return defaultSettings();
  const { settingsSchema } = await import("./settings-schema.ts");
  const { checkDocument } = await import("../document/check.ts");
  const { readYamlDocument } = await import("../document/yaml.ts");
  const document = readYamlDocument(file, settingsFile);
  return checkDocument({ ...document, value: document.value ?? {} }, settingsSchema, "SETTINGS_INVALID");
}
