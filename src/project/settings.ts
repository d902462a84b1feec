import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkDocument } from "../document/check.ts";
import { type Settings, settingsSchema } from "./settings-schema.ts";

/** The name of the settings file at a repository's root. */
export const settingsFile = "identikit.yaml";

/** What holds where nothing is settled. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({}, { jitless: true }); // once in a run: a compiled parser would take longer than it saves
}

/**
 * The settings of a repository; the defaults where it has no settings file. The YAML reader is loaded only where there
 * is something to read.
 * @throws {IdentikitError} `SETTINGS_INVALID` naming key and line, `DOCUMENT_INVALID`, `FILE_UNREADABLE`
 */
export async function loadSettings(root: string): Promise<Settings> {
  const file = join(root, settingsFile);
  if (!existsSync(file)) return defaultSettings();
  // A repository that follows the conventions has no such file, and needs no reader of YAML.
  const { readYamlDocument } = await import("../document/yaml.ts");
  const document = readYamlDocument(file, settingsFile);
  return checkDocument({ ...document, value: document.value ?? {} }, settingsSchema, "SETTINGS_INVALID");
}
