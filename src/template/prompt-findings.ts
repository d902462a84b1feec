import type { Finding } from "../fault/finding.ts";
import type { TemplateContents } from "./contents/contents.ts";
import { problemFinding } from "./contents/problem.ts";
import type { ManifestEntry } from "./manifest.ts";
import type { Policy } from "./policy.ts";
import type { LockedTemplate } from "./template-lock.ts";

/**
 * What is to be known of a template that can be used all the same: its problems that are no errors, a prompt that is missing, and one
 * that is made of fewer files than the lock says.
 */
export function promptFindings(
  { name, line }: Pick<ManifestEntry, "name" | "line">,
  read: {
    readonly contents: TemplateContents;
    readonly before: LockedTemplate | undefined;
    readonly policy: Policy;
  },
): Finding[] {
  const { contents, before, policy } = read;
  const prompts = contents.prompt.parts.map(({ path }) => path);
  const known = before === undefined ? [] : promptsOf(before);
  const lost = known.filter((path) => !prompts.includes(path));
  const place = { subject: `template ${name}`, location: { file: "manifest.json", line } };
  const findings = contents.problems.map((problem) => problemFinding(problem, name));
  if (prompts.length === 0)
    findings.push({
      code: "PROMPT_NONE",
      severity: "warning",
      path: name,
      expected: "a prompt",
      actual: `the template ${name} has no prompt under ${policy.name}: its agents get none`,
      remedy:
        before && !policy.promptFiles
          ? "Run identikit fetch --update-lock, which moves the lock to a policy that delivers what prompt_files names."
          : "Name prompt_files in config.yaml, or write system-prompt.md or prompts/*.md.",
      ...place,
    });
  else if (prompts.length < known.length)
    findings.push({
      code: "PROMPT_SHORTER",
      severity: "warning",
      path: name,
      expected: known.join(", "),
      actual: `the prompt of ${name} has lost ${lost.join(", ")}`,
      remedy: "Check that this is meant, then record it with identikit fetch --update-lock.",
      ...place,
    });
  return findings;
}

/** The files of the prompt when the lock was made; entries of the first policies do not list them. */
function promptsOf({ prompts, files }: LockedTemplate): readonly string[] {
  return prompts ?? Object.keys(files).filter((path) => path.startsWith("prompts/"));
}
