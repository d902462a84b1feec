import { extname } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import type { FileTree, TreeFile } from "../tree/file-tree.ts";
import { type AcceptedSecrets, acceptingLine } from "./accepted-secrets.ts";
import { hasHexRun, LiteralSearch } from "./literal-search.ts";
import { fingerprintOf } from "./secret-fingerprint.ts";
import { findOurs, ourHexDigits, ourLiterals, type SecretMatch } from "./secret-rules.ts";
import { anySecretlintWord, secretlintLiterals } from "./secretlint-words.ts";

/** A place that looks like a credential. Its value is not kept. */
export interface SecretPlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Which kind of credential, such as `github` or `privatekey`. */
  readonly kind: string;
  /** See {@link fingerprintOf}. */
  readonly fingerprint: string;
}

export interface ScanOptions {
  /** What is scanned, for messages. */
  readonly owner: string;
  /** The template's name; left out for files of the repository itself. */
  readonly template?: string | undefined;
  /** Values that were looked at and are none. */
  readonly accepted?: AcceptedSecrets | undefined;
}

/** Between files that are scanned as one text: no rule reaches across it. */
const separator = "\n\n";
/** Characters that are scanned as one text, about. */
const batchLength = 1024 * 1024;
/** More places than anybody reads; a fingerprint costs time on purpose. */
export const mostSecretPlaces = 50;

/**
 * Looks for credentials in the files of a tree: with the rules that the secretlint project maintains, and with those of
 * {@link findOurs}. One pass over the bytes of each finds that most have nothing that any rule could match. What is left is scanned many
 * files at a time, since many small texts cost much more than one large one, and one by one where that finds something.
 * @returns the places, in byte order of paths; 50 at most
 */
export function findSecrets(tree: FileTree, template?: string): Promise<SecretPlace[]> {
  return findAmong(suspectsIn(tree), template);
}

/** The same in texts by path; a path may be any text. @returns the places, in the order given; 50 at most */
export function findSecretsIn(texts: Iterable<ScannedFile>, template?: string): Promise<SecretPlace[]> {
  return findAmong(suspectsAmong(texts), template);
}

async function findAmong(texts: Iterable<ScannedFile>, template: string | undefined): Promise<SecretPlace[]> {
  const found: (SecretMatch & { readonly path: string; readonly text: string })[] = [];
  for (const batch of batches(texts)) {
    const candidates = new Set(batch.filter(({ text }) => anySecretlintWord.test(text)));
    const together = [...candidates].map(({ text }) => text).join(separator);
    const isSuspicious = candidates.size > 0 && (await scan(together, ".txt")).length > 0;
    for (const file of batch) {
      const { path, text } = file;
      // One rule takes a JSON file as a whole.
      const ext = extname(path).toLowerCase() === ".json" ? ".json" : ".txt";
      const isScanned = candidates.has(file) && (isSuspicious || ext === ".json");
      const theirs = isScanned ? await scan(text, ext) : [];
      for (const match of distinct([...theirs, ...findOurs(text)])) found.push({ path, text, ...match });
      if (found.length >= mostSecretPlaces) break;
    }
  }
  return Promise.all(
    found.slice(0, mostSecretPlaces).map(async ({ path, text, rule, start, end }) => ({
      path,
      line: lineAt(text, start),
      kind: rule,
      fingerprint: await fingerprintOf(text.slice(start, end), { template, path, rule }),
    })),
  );
}

/** Where a text has what {@link findSecrets} looks for, in the order of the text; all of it, without bound. */
export async function credentialRanges(raw: string): Promise<readonly SecretMatch[]> {
  const text = withoutPlaceholders(raw);
  return distinct([...(anySecretlintWord.test(text) ? await scan(text, ".txt") : []), ...findOurs(text)]);
}

/** A text that is scanned, and what it is called. */
export interface ScannedFile {
  readonly path: string;
  readonly text: string;
}

function* suspectsIn(tree: FileTree): Generator<ScannedFile> {
  for (const file of tree) if (isSuspect(file.bytes)) yield { path: file.path, text: textOf(file) };
}

function* suspectsAmong(texts: Iterable<ScannedFile>): Generator<ScannedFile> {
  // Of a character beyond Latin-1 one byte is left, which can look like a letter: that makes suspects, and lets none go.
  for (const file of texts) if (isSuspect(Buffer.from(file.text, "latin1"))) yield file;
}

let literals: LiteralSearch | undefined;

/** Whether any rule could match; marks and places for secrets that are taken out later hold none of the literals. */
function isSuspect(bytes: Uint8Array): boolean {
  literals ??= new LiteralSearch([...secretlintLiterals, ...ourLiterals]);
  return literals.isIn(bytes) || hasHexRun(bytes, ourHexDigits);
}

function* batches(texts: Iterable<ScannedFile>): Generator<ScannedFile[]> {
  let batch: ScannedFile[] = [];
  let length = 0;
  for (const { path, text: raw } of texts) {
    const text = withoutPlaceholders(raw);
    batch.push({ path, text });
    length += text.length;
    if (length < batchLength) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  yield batch;
}

/** Two rules may know the same value: the first one that finds it names it. */
function distinct(matches: readonly SecretMatch[]): SecretMatch[] {
  const kept: SecretMatch[] = [];
  for (const match of matches)
    if (!kept.some(({ start, end }) => match.start < end && start < match.end)) kept.push(match);
  return kept.sort((a, b) => a.start - b.start);
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/**
 * Refuses a tree that holds what looks like a credential and is not accepted.
 * @throws {IdentikitError} `SECRET_IN_ASSET` naming files and lines, never a value; its remedy has the lines that would accept them.
 * `ALLOWANCE_INVALID` for an accepted value of this owner whose date is past
 */
export function refuseSecrets(tree: FileTree, options: ScanOptions): Promise<void> {
  return refuseAmong(suspectsIn(tree), options);
}

/** The same in texts by path; a path may be any text. */
export function refuseSecretsIn(texts: Iterable<ScannedFile>, options: ScanOptions): Promise<void> {
  return refuseAmong(suspectsAmong(texts), options);
}

async function refuseAmong(texts: Iterable<ScannedFile>, options: ScanOptions): Promise<void> {
  const { owner, template, accepted } = options;
  accepted?.checkDates(template);
  const places = (await findAmong(texts, template)).filter(
    ({ path, kind: rule, fingerprint }) => !accepted?.accepts({ template, path, rule, fingerprint }),
  );
  const [first, ...more] = places;
  if (!first) return;
  const others =
    more.length === 0
      ? ""
      : `, and ${more.slice(0, 5).map(showPlace).join(", ")}${more.length > 5 ? ", …" : ""}`;
  const lines = places
    .slice(0, 6)
    .map(({ path, kind: rule, fingerprint }) => acceptingLine({ template, path, rule, fingerprint }));
  const where = template === undefined ? "the file's history" : "the template's history";
  throw new IdentikitError(
    "SECRET_IN_ASSET",
    `${owner}: ${showPlace(first)} looks like a credential (${first.kind})${others}`,
    {
      remedy: `Revoke it, take it out of ${where}, and write \${SECRET:NAME} in the config database instead. If it is no credential, add to ${accepted?.file ?? "the list of accepted values"}, with a reason: ${lines.join(" ")}`,
      ...(template === undefined ? { location: { file: first.path, line: first.line } } : {}),
    },
  );
}

function showPlace({ path, line }: SecretPlace): string {
  return `${path}:${line}`;
}

function textOf(file: TreeFile): string {
  return Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length).toString("utf8");
}

/** Without what is no secret but the place for one, and without comments that would have the scan look away. */
function withoutPlaceholders(text: string): string {
  return text.replaceAll(/\$\{[A-Za-z_][\w:-]*\}|secretlint-(?:dis|en)able/g, (match) =>
    "$".repeat(match.length),
  );
}

async function scan(content: string, ext: string): Promise<SecretMatch[]> {
  // Whoever has nothing that a rule could match does without the many rules.
  const { lintSource } = await import("@secretlint/core");
  const { creator } = await import("@secretlint/secretlint-rule-preset-recommend");
  const { messages } = await lintSource({
    // Without a path: a rule would read the file of that name from the disk.
    source: {
      content: content.replaceAll(/\${2,}/g, (match) => " ".repeat(match.length)),
      filePath: "",
      ext,
      contentType: "text",
    },
    options: { config: { rules: [{ id: creator.meta.id, rule: creator }] }, maskSecrets: true },
  });
  return messages.map(({ range: [start, end], ruleId }) => ({
    rule: ruleId.replace("@secretlint/secretlint-rule-", ""),
    start,
    end,
  }));
}
