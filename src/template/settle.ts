import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { comparePaths } from "../tree/path.ts";
import { strayPrompts } from "./contents/contents.ts";
import {
  configFile,
  type DeclaredPrompt,
  declaredPaths,
  declaredPrompts,
  promptPlaces,
} from "./contents/prompt-files.ts";
import { plainTextOf } from "./contents/text-file.ts";
import type { Policy } from "./policy.ts";

/** What a policy let through of a source, and what it left out. */
interface Read {
  readonly tree: FileTree;
  readonly leftOut: readonly string[];
}

/** What a settled policy let through. */
export type Settled<Content extends Read> = Content & {
  /** The policy with the files that `config.yaml` names. */
  readonly policy: Policy;
};

/**
 * Reads a template under a policy that `config.yaml` has a word in, in two steps: first what the policy lets through by itself,
 * `config.yaml` among it; then, where that names further files, again with these. Nothing is kept that neither step wants, so
 * memory stays within the source's own bounds wherever in an archive `config.yaml` stands. Files below `prompts/` that are no
 * text are left out and listed.
 * @param read reads the source under a policy; the same source each time
 * @param owner what is read, for messages
 * @throws {IdentikitError} `AGENT_OWNED` and `PATH_UNSAFE` for a file that may not be named; the faults of reading
 */
export async function readSettled<Content extends Read>(
  policy: Policy,
  read: (policy: Policy) => Promise<Content> | Content,
  owner: string,
): Promise<Settled<Content>> {
  const first = await read(policy);
  if (!policy.promptFiles) return { ...first, policy };
  const declared = declaredOf(first.tree);
  const further = declaredPaths(declared, owner).filter((path) => !policy.admits(path));
  const settled = further.length === 0 ? policy : policy.including(further);
  const content = settled === policy ? first : await read(settled);
  const named = new Set(declared.flatMap(({ name }) => promptPlaces(name)));
  const strays = new Set(strayPrompts(content.tree, named));
  if (strays.size === 0) return { ...content, policy: settled };
  return {
    ...content,
    policy: settled,
    tree: content.tree.select((path) => !strays.has(path)),
    leftOut: [...content.leftOut, ...strays].sort(comparePaths),
  };
}

/** What cannot be read is told by the reading of the contents, with all else that is wrong. */
function declaredOf(tree: FileTree): readonly DeclaredPrompt[] {
  const config = tree.get(configFile);
  const text = config && plainTextOf(config.bytes);
  if (text === undefined) return [];
  try {
    return declaredPrompts(text);
  } catch (caught) {
    if (caught instanceof IdentikitError || caught instanceof z.ZodError) return [];
    throw caught;
  }
}
