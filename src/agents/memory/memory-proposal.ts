import { z } from "zod";
import { canonicalJson } from "../../document/canonical-json.ts";
import { credentialIn } from "../../secret/credential-in.ts";
import { unsafeReason } from "../../tree/path.ts";
import { commitId, objectName } from "../kinds/fields.ts";
import { memoryGraph } from "./memory-graph.ts";
import { readMemory } from "./memory-health.ts";
import { readRecord } from "./memory-record.ts";
import type { MemoryContent } from "./memory-store.ts";

/** A change of the memory that is proposed: whole files, as they should be. Its canonical JSON is what is stored and approved. */
export const memoryProposal = z.strictObject({
  version: z.literal(1),
  repository: objectName,
  base: commitId,
  files: z
    .array(z.strictObject({ path: z.string().min(1).max(1000), text: z.string().max(200_000).nullable() }))
    .min(1)
    .max(200)
    .describe("In byte order of their paths, each once; null removes one."),
});
export type MemoryProposal = z.output<typeof memoryProposal>;

export function proposalText(proposal: MemoryProposal): string {
  return canonicalJson(memoryProposal.parse(proposal));
}

/** Problems that are listed of one proposal. */
const mostProblems = 1000;

/**
 * What is wrong with a proposal: paths that are none, files that are no Markdown, credentials, front matter that cannot be read, links
 * that would lead nowhere.
 * @param content the memory at its base; links between files are checked only where it is at hand
 * @returns empty where nothing is wrong
 */
export function proposalProblems(
  { files }: MemoryProposal,
  content: MemoryContent | undefined,
  kinds: Readonly<Record<string, string>> = {},
): string[] {
  const own = files.flatMap(({ path, text }) => {
    const reason = unsafeReason(path);
    if (reason !== undefined) return [`${path}: the path ${reason}`];
    if (!/\.md$/i.test(path)) return [`${path}: it is no Markdown`];
    if (text === null) return [];
    const secret = credentialIn(text) === undefined ? [] : [`${path}: it holds what looks like a credential`];
    return [...secret, ...readRecord({ path, text }, kinds).problems.map((problem) => `${path}: ${problem}`)];
  });
  return [...own, ...(content ? brokenLinks(files, content, kinds) : [])]
    .map((problem) => problem.slice(0, 1000))
    .slice(0, mostProblems);
}

/** Links that would be broken and are not now. */
function brokenLinks(
  files: MemoryProposal["files"],
  content: MemoryContent,
  kinds: Readonly<Record<string, string>>,
): string[] {
  const changed = new Map(files.map(({ path, text }) => [path, text]));
  const kept = content.files.filter(({ path }) => !changed.has(path));
  const written = [...changed].flatMap(([path, text]) => (text === null ? [] : [{ path, text }]));
  const brokenIn = (all: MemoryContent["files"]) =>
    memoryGraph({ records: readMemory({ ...content, files: all }, kinds), withheld: 0 }).broken.map(
      ({ from, target, problem }) => `${from}: the link to ${target} ${problem}`,
    );
  const before = new Set(brokenIn(content.files));
  return brokenIn([...kept, ...written]).filter((link) => !before.has(link));
}
