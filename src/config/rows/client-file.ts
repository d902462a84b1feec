import { unsafeReason } from "../../tree/path.ts";

/** Folders of an env directory in which the agent client looks for Markdown files, and whether it looks below them. */
const clientFileFolders: ReadonlyMap<string, "below" | "flat"> = new Map([
  ["agents", "below"],
  ["commands", "below"],
  ["output-styles", "flat"],
]);

/** Bytes of such a file, at most. */
export const maxClientFileBytes: number = 1024 * 1024;

/** What is wrong with the key of a row of `client_file`, which is a path in the env directory; `undefined` for a good one. */
export function clientFileKeyProblem(key: string): string | undefined {
  const [folder = "", ...rest] = key.split("/");
  const depth = clientFileFolders.get(folder);
  if (depth === undefined || rest.length === 0 || !key.endsWith(".md") || key.endsWith("/.md"))
    return "the key is not agents/NAME.md, commands/NAME.md or output-styles/NAME.md";
  if (depth === "flat" && rest.length > 1) return `the key is not ${folder}/NAME.md`;
  const reason = unsafeReason(key);
  return reason === undefined ? undefined : `the key ${reason}`;
}
