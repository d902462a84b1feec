import { posix } from "node:path";
import { checkDocument } from "../document/check.ts";
import { parseYaml } from "../document/yaml.ts";
import type { ChangesSettings } from "../project/changes-schema.ts";
import { defaultSettings, settingsFile } from "../project/settings.ts";
import { settingsSchema } from "../project/settings-schema.ts";
import type { ChangeContent } from "./content.ts";

/** What a commit says of the rules; never that of the change itself. */
export interface BaseRules {
  /** The settings' file, from the top of the repository. */
  readonly file: string;
  /** `undefined` where the commit has no `changes:`. */
  readonly settings: ChangesSettings | undefined;
  /** The list of accepted values of the secret scan. */
  readonly acceptedFile: string;
  /** Patterns of the files that decide what the gates do. */
  readonly ownFiles: readonly string[];
}

/**
 * Reads the rules of a commit.
 * @param directory where `identikit.yaml` lies, from the top of the repository; empty for the top
 * @throws {IdentikitError} `SETTINGS_INVALID`, `DOCUMENT_INVALID`; what the content throws
 */
export async function readBaseRules(
  content: ChangeContent,
  commit: string,
  directory: string,
): Promise<BaseRules> {
  const file = posix.join(directory, settingsFile);
  const text = await content.file(commit, file);
  const settings = text === undefined ? defaultSettings() : parse(text, file);
  const acceptedFile = posix.join(directory, settings.acceptedSecrets);
  return { file, settings: settings.changes, acceptedFile, ownFiles: [`**/${settingsFile}`, acceptedFile] };
}

function parse(text: string, file: string): ReturnType<typeof defaultSettings> {
  const document = parseYaml(text, file);
  return checkDocument({ ...document, value: document.value ?? {} }, settingsSchema, "SETTINGS_INVALID");
}
