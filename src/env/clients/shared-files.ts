import type { z } from "zod";
import { clientFileShape, settingsShape } from "../../config/rows/client-shapes.ts";
import { SharedFile } from "../shared-file.ts";
import type { SharedText } from "../shared-text.ts";
import { TomlFile } from "../toml-file.ts";
import { codexFileShape } from "./codex-shapes.ts";

/** The files of env directories that other programs write, too, whichever client reads them. */
export const sharedFileNames = ["settings.json", ".claude.json", "config.toml"] as const;
export type SharedFileName = (typeof sharedFileNames)[number];

/** How a shared file is read and written, and what in it is ours. */
export interface SharedFileKind {
  /** Keys that are ours with everything below them. Of other keys, those are ours that a row gives and no more. */
  readonly wholeKeys: readonly string[];
  /** @throws {IdentikitError} `ENV_FILE_INVALID` */
  parse(bytes: Uint8Array, path: string): SharedText;
  empty(): SharedText;
  /** The least that the client asks of our keys, so as not to drop the file or an entry. */
  readonly shape: z.ZodType;
}

export const sharedFiles: Readonly<Record<SharedFileName, SharedFileKind>> = {
  "settings.json": {
    wholeKeys: ["enabledPlugins", "extraKnownMarketplaces"],
    parse: SharedFile.parse,
    empty: SharedFile.empty,
    shape: settingsShape,
  },
  ".claude.json": {
    wholeKeys: ["mcpServers"],
    parse: SharedFile.parse,
    empty: SharedFile.empty,
    shape: clientFileShape,
  },
  "config.toml": {
    wholeKeys: ["mcp_servers"],
    parse: TomlFile.parse,
    empty: TomlFile.empty,
    shape: codexFileShape,
  },
};
