import type { TemplateForm } from "../../template/contents/contents.ts";
import type { ConfigDatabase } from "../database.ts";
import type { RowLimits } from "../rows/row-limits.ts";
import type { Permissions } from "../rows/template-offers.ts";
import type { BuiltinPaths } from "./builtin-files.ts";

/** What a sync is given: the database, the repository's files, and the rules for its templates. */
export interface SyncOptions {
  readonly database: ConfigDatabase;
  readonly files: BuiltinPaths;
  /** Where fetched templates lie, one directory each; left out, builtin prompts and skills stay as they are. */
  readonly templatesDir?: string;
  /** Does everything but keep it. Default false. */
  readonly dryRun?: boolean;
  /** By which rules a template is read; the present ones if left out. */
  readonly formOf?: (template: string) => TemplateForm;
  /** What of the templates may run commands or name secrets; nothing if left out. */
  readonly permit?: Permissions;
  /** Where the paths of `agents.json` start; its own directory if left out. */
  readonly root?: string;
  /** The template that serves a runtime, `undefined` for none; throws for a runtime that it does not know. */
  readonly templateOf: (runtime: string) => string | undefined;
  /** Throws for a name that is no template's; left out, every name is one. */
  readonly checkTemplate?: (name: string) => void;
  /** Makes a prompt that loses parts, see `shorterPrompts`, a fault that keeps all rows as they were. Default false. */
  readonly refuseShorter?: boolean;
  /** How large prompts and skills may be. Default `defaultRowLimits`. */
  readonly limits?: RowLimits;
}
