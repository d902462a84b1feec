import { extname } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import type { FileTree, TreeFile } from "../tree/file-tree.ts";

/** A place that looks like a credential. Its value is not kept. */
export interface SecretPlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Which kind of credential, such as `github` or `privatekey`. */
  readonly kind: string;
}

/** Between files that are scanned as one text: no rule reaches across it. */
const separator = "\n\n";

/**
 * Looks for credentials in the files of a tree with the rules that the secretlint project maintains.
 * Scanning many small texts costs much more than one large one: all are scanned as one first, and only where that finds
 * something are the files scanned one by one.
 * @returns the places, in byte order of paths
 */
export async function findSecrets(tree: FileTree): Promise<SecretPlace[]> {
  const files = [...tree];
  const suspicious = (await scan(files.map(textOf).join(separator), ".txt")).length > 0;
  const found: SecretPlace[] = [];
  for (const file of files) {
    // One rule takes a JSON file as a whole.
    const ext = extname(file.path).toLowerCase() === ".json" ? ".json" : ".txt";
    if (!suspicious && ext === ".txt") continue;
    for (const { line, kind } of await scan(textOf(file), ext)) found.push({ path: file.path, line, kind });
  }
  return found;
}

/**
 * Refuses a tree that holds what looks like a credential.
 * @throws {IdentikitError} `SECRET_IN_ASSET` naming files and lines, never a value
 */
export async function refuseSecrets(tree: FileTree, owner: string): Promise<void> {
  const [first, ...more] = await findSecrets(tree);
  if (!first) return;
  const others =
    more.length === 0
      ? ""
      : `, and ${more.slice(0, 5).map(showPlace).join(", ")}${more.length > 5 ? ", …" : ""}`;
  throw new IdentikitError(
    "SECRET_IN_ASSET",
    `${owner}: ${showPlace(first)} looks like a credential (${first.kind})${others}`,
    {
      remedy:
        "Revoke it, take it out of the template's history, and write ${SECRET:NAME} in the config database instead.",
    },
  );
}

function showPlace({ path, line }: SecretPlace): string {
  return `${path}:${line}`;
}

/** Without what is no secret but the place for one, and without comments that would have the scan look away. */
function textOf(file: TreeFile): string {
  return Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length)
    .toString("utf8")
    .replaceAll(/\$\{[A-Za-z_][\w:-]*\}|secretlint-(?:dis|en)able/g, (match) => " ".repeat(match.length));
}

async function scan(content: string, ext: string): Promise<{ line: number; kind: string }[]> {
  const { lintSource } = await import("@secretlint/core");
  const { creator } = await import("@secretlint/secretlint-rule-preset-recommend");
  const { messages } = await lintSource({
    // Without a path: a rule would read the file of that name from the disk.
    source: { content, filePath: "", ext, contentType: "text" },
    options: { config: { rules: [{ id: creator.meta.id, rule: creator }] }, maskSecrets: true },
  });
  return messages.map(({ loc, ruleId }) => ({
    line: loc.start.line,
    kind: ruleId.replace("@secretlint/secretlint-rule-", ""),
  }));
}
