import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { RowContent } from "../../config/rows/edit-rows.ts";
import { skillValue } from "../../config/rows/skill-value.ts";
import { parseJson } from "../../document/json.ts";
import { decodeText, readText } from "../../document/text.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Context } from "../../runtime/context.ts";
import { credentialIn } from "../../secret/credential-in.ts";
import { readDirectory } from "../../tree/directory-reader.ts";
import type { ConfigSetCommandOptions } from "./config-set.ts";

/**
 * What a row is to hold, from the command line, a file or standard input.
 * @throws {IdentikitError} `USAGE`, `DOCUMENT_INVALID`, `FILE_UNREADABLE`; `SECRET_IN_ROW` for what looks like a credential: no part
 * of it is shown
 */
export async function rowContent(context: Context, options: ConfigSetCommandOptions): Promise<RowContent> {
  const { table, value, file, off } = options;
  if (Number(off) + Number(value !== undefined) + Number(file !== undefined) > 1) throw oneValue();
  if (off) return { kind: "off" };
  const json = await jsonOf(context, options);
  const found = options.literal || table === "skill" ? undefined : credentialIn(JSON.parse(json));
  if (found !== undefined) throw secretInRow(table, options.key, found);
  return { kind: "value", json };
}

async function jsonOf(context: Context, options: ConfigSetCommandOptions): Promise<string> {
  const { table, value, file } = options;
  if (value === undefined && file === undefined) {
    if (table === "plugin_binding") return "true";
    throw oneValue();
  }
  const path = file === undefined || file === "-" ? undefined : resolve(context.cwd, file);
  if (table === "skill" && path !== undefined && isDirectory(path)) return skillValue(readDirectory(path));
  const name = value === undefined ? (path ?? "standard input") : "VALUE";
  const text =
    value ?? (path === undefined ? decodeText(await context.readInput(), name) : readText(path, name));
  if (table === "system_prompt" || table === "client_file") return JSON.stringify(text);
  parseJson(text, name);
  return onOneLine(text);
}

/** JSON without the white space between its parts; strings and numbers stay as they are written. */
function onOneLine(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string: string | undefined) => string ?? "");
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function oneValue(): IdentikitError {
  return new IdentikitError("USAGE", "one value is needed: VALUE, --file or --off", {
    remedy: "Give exactly one of them; --file - reads standard input.",
  });
}

function secretInRow(table: string, key: string, where: string): IdentikitError {
  return new IdentikitError("SECRET_IN_ROW", `${table} ${key}: ${where} holds what looks like a credential`, {
    remedy:
      "Seal it with identikit secret set NAME and write ${SECRET:NAME} in its place; if it is not a secret, say --literal.",
  });
}
