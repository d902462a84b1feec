import type { Finding } from "../../../src/fault/finding.ts";
import type { readInstructions } from "../../../src/gate/dockerfile/instruction.ts";
import type { checkDockerfile } from "../../../src/gate/dockerfile-side.ts";
import { bakedTree } from "../../../src/image/identity.ts";
import type { DockerfileCase } from "./generate.ts";
import type { Answer, BuiltEntry, Oracle } from "./oracle.ts";
import { beside, context, contextFiles, destination, given, identity, staleFiles } from "./world.ts";

/** The part of the gate that is held against BuildKit; a copy of it with a check taken out can stand in. */
export interface Gate {
  readonly checkDockerfile: typeof checkDockerfile;
  readonly readInstructions: typeof readInstructions;
}

/** BuildKit's word on a case: built as it stands, and with the build argument. */
export interface Truth {
  readonly plain: Answer;
  readonly withArgument: Answer;
}

export function truthOf(oracle: Oracle, cases: readonly DockerfileCase[]): Truth[] {
  const plain = oracle(
    cases.map(({ text, ignore }) => ({ text, ignore, buildArgs: {} })),
    contextFiles,
  );
  const buildArgs = { PLATFORM_AGENT_TEMPLATE_DIR: given };
  const withArgument = oracle(
    cases.map(({ text }) => ({ text, ignore: "", buildArgs })),
    staleFiles,
  );
  return cases.map((_, at) => ({ plain: plain[at] as Answer, withArgument: withArgument[at] as Answer }));
}

/** The findings for one case, from a gate that was given the context and the ignore file. */
export function judge({ checkDockerfile }: Gate, { text, ignore }: DockerfileCase): Finding[] {
  return checkDockerfile(identity, {
    file: "Dockerfile",
    text,
    destination: destination.slice(1),
    beside,
    context,
    ignoreFiles: ignore === "" ? [] : [{ file: ".dockerignore", text: ignore, isBuildKits: true }],
  });
}

/**
 * Why a case that is called clean is not; `undefined` where BuildKit agrees, or makes no image of it.
 * @param said the warnings; an empty directory that one names is no surprise
 */
export function falselyClean(
  gate: Gate,
  each: DockerfileCase,
  truth: Truth,
  said: readonly Finding[],
): string | undefined {
  const warned = new Set(said.map(({ path }) => `${destination}/${path}`));
  for (const [how, answer] of [
    ["as it stands", truth.plain],
    ["with the build argument", truth.withArgument],
  ] as const) {
    const reason = wrongTree(answer.tree, warned);
    if (reason !== undefined) return `BuildKit built it ${how}: ${reason}`;
    const other = wrongTree(answer.buildah, warned);
    if (other !== undefined) return `buildah built it ${how}: ${other}`;
  }
  if (truth.plain.syntax !== undefined && !truth.plain.syntax.startsWith("docker/dockerfile"))
    return `another front end reads it: ${truth.plain.syntax}`;
  return truth.plain.refused === undefined ? wrongParse(gate, each.text, truth.plain) : undefined;
}

const expected = expectedTree();

/** How what was built differs from the identity; `undefined` where nothing was. */
export function wrongTree(tree: Answer["tree"], warned: ReadonlySet<string> = new Set()): string | undefined {
  if (tree === undefined) return undefined;
  for (const path of new Set([...expected.keys(), ...Object.keys(tree)])) {
    const [want, have] = [expected.get(path), tree[path]];
    if (JSON.stringify(want) === JSON.stringify(have && ordered(have))) continue;
    if (have?.kind === "directory" && warned.has(path)) continue;
    return `${path} is ${JSON.stringify(have)}, not ${JSON.stringify(want)}`;
  }
  return undefined;
}

function expectedTree(): Map<string, BuiltEntry> {
  const tree = new Map<string, BuiltEntry>();
  const directory = (path: string): void => {
    if (path === "" || tree.has(path)) return;
    tree.set(path, { kind: "directory", mode: 0o755, uid: 0, gid: 0 });
    directory(path.slice(0, path.lastIndexOf("/")));
  };
  for (const { path, mode, bytes } of bakedTree(identity)) {
    const at = `${destination}/${path}`;
    tree.set(at, { kind: "file", mode, uid: 0, gid: 0, content: Buffer.from(bytes).toString() });
    directory(at.slice(0, at.lastIndexOf("/")));
  }
  return tree;
}

function ordered({ kind, mode, uid, gid, content }: BuiltEntry): BuiltEntry {
  return { kind, mode, uid, gid, ...(content === undefined ? {} : { content }) };
}

const worded: ReadonlySet<string> = new Set(["COPY", "ADD", "FROM"]);

/** What a gate takes a text's instructions for, as it is compared with what BuildKit's parser does. */
export function parsedBy({ readInstructions }: Gate, text: string): readonly unknown[] {
  return readInstructions(text, { file: "Dockerfile", hereDocuments: true }).map((each) => ({
    keyword: each.keyword,
    line: each.place.line,
    flags: each.flags,
    heredocs: each.hereDocuments.map(({ name }) => name),
    ...(worded.has(each.keyword) ? { words: wordsOf(each.text) } : {}),
  }));
}

function wrongParse(gate: Gate, text: string, { instructions = [] }: Answer): string | undefined {
  const theirs = instructions.map(({ keyword, line, flags, heredocs, words }) => ({
    keyword,
    line,
    flags,
    heredocs: heredocs.map(({ name }) => name),
    ...(worded.has(keyword) ? { words } : {}),
  }));
  const [want, have] = [JSON.stringify(theirs), JSON.stringify(parsedBy(gate, text))];
  return want === have ? undefined : `it is read as ${have}, not as ${want}`;
}

function wordsOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.split(/[ \t]+/);
  }
}
