import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import type { FindingCode } from "../fault/finding-codes.ts";
import type { IdentityProfile } from "../image/identity.ts";
import { declaredPrompts, promptPlaces, wholePrompt } from "../template/contents/prompt-files.ts";
import type { Policy } from "../template/policy.ts";
import { observeDirectory } from "../tree/directory-reader.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { comparePaths } from "../tree/path.ts";

/** What a gate's answer is about, and what it says nothing of. */
export interface Coverage {
  /** The identity's profile, such as `identity/v1`. */
  readonly profile: string;
  /** Files of the identity: these were compared. */
  readonly compared: number;
  /** Files that the delivery policy lets through and the identity leaves out, in byte order. */
  readonly notBaked: readonly string[];
  /** Files at the template's root that neither bakes nor delivers, in byte order. */
  readonly notDelivered: readonly string[];
}

/**
 * Looks at the names in a template's directory; no file is read.
 * @throws {IdentikitError} `FILE_UNREADABLE`
 */
export function coverageOf(
  directory: string,
  identity: FileTree,
  by: { readonly profile: IdentityProfile; readonly policy: Policy },
): Coverage {
  const { profile, policy } = by;
  const notBaked: string[] = [];
  const notDelivered: string[] = [];
  const note = (path: string) => {
    if (profile.admits(path)) return;
    if (policy.admits(path)) notBaked.push(path);
    else if (!path.includes("/")) notDelivered.push(path);
  };
  observeDirectory(directory, {
    keep: (path, kind) => {
      if (kind !== "directory") note(path);
      return kind === "directory" && policy.reaches(path);
    },
  });
  return {
    profile: profile.name,
    compared: identity.size,
    notBaked: notBaked.sort(comparePaths),
    notDelivered: notDelivered.sort(comparePaths),
  };
}

/**
 * A warning for each file that an agent's prompt is made of and that is not baked: what `config.yaml` names in
 * `prompt_files`, else `system-prompt.md`. An image with such an identity gives an agent another prompt than its template.
 */
export function promptWarnings(identity: FileTree, coverage: Coverage): Finding[] {
  const config = identity.get("config.yaml");
  let declared: readonly string[];
  try {
    const text = config && Buffer.from(config.bytes).toString("utf8");
    declared = text === undefined ? [] : declaredPrompts(text).map(({ name }) => name);
  } catch (caught) {
    if (!(caught instanceof IdentikitError) && !(caught instanceof z.ZodError)) throw caught;
    return [warning("PROMPT_UNKNOWN", "config.yaml", "prompt_files cannot be read", "Fix config.yaml.")];
  }
  const isBaked = (prompt: string) => promptPlaces(prompt).some((path) => identity.get(path));
  const others = [...coverage.notBaked, ...coverage.notDelivered];
  const made = declared.length > 0 ? declared : others.includes(wholePrompt) ? [wholePrompt] : [];
  return made
    .filter((prompt) => !isBaked(prompt))
    .map((prompt) =>
      warning(
        "PROMPT_NOT_BAKED",
        prompt,
        `not in ${coverage.profile}`,
        "Name a profile that bakes it (identity.policy in identikit.yaml), or move the file to prompts/.",
      ),
    );
}

function warning(code: FindingCode, path: string, actual: string, remedy: string): Finding {
  return { code, severity: "warning", path, expected: "part of the identity", actual, remedy };
}
