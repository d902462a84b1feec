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

/** Characters that are scanned as one text, about. */
const batchLength = 1024 * 1024;

/**
 * Looks for credentials in the files of a tree with the rules that the secretlint project maintains.
 * Scanning many small texts costs much more than one large one: files are scanned many at a time, and one by one where
 * that finds something.
 * @returns the places, in byte order of paths
 */
export async function findSecrets(tree: FileTree): Promise<SecretPlace[]> {
  const found: SecretPlace[] = [];
  for (const batch of batches(tree)) {
    const suspicious = (await scan(batch.map(({ text }) => text).join(separator), ".txt")).length > 0;
    for (const { path, text } of batch) {
      // One rule takes a JSON file as a whole.
      const ext = extname(path).toLowerCase() === ".json" ? ".json" : ".txt";
      if (!suspicious && ext === ".txt") continue;
      for (const { line, kind } of await scan(text, ext)) found.push({ path, line, kind });
    }
  }
  return found;
}

function* batches(tree: FileTree): Generator<{ readonly path: string; readonly text: string }[]> {
  let batch: { readonly path: string; readonly text: string }[] = [];
  let length = 0;
  for (const file of tree) {
    const text = textOf(file);
    batch.push({ path: file.path, text });
    length += text.length;
    if (length < batchLength) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  yield batch;
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
  // Whoever reads what was scanned before does without the many rules.
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
