import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { runGit } from "../../git/git-command.ts";
import type { Project } from "../../project/project.ts";
import { findCheckout, localCommit } from "../../template/git-checkout.ts";
import type { CommandContext } from "../context.ts";

/** Where the repository stands as the branch has it that is merged into. */
export type MainCheckout =
  | { readonly kind: "there"; readonly root: string; readonly shown: string }
  | { readonly kind: "absent"; readonly reason: string };

/**
 * The repository as main has it: a directory that is named, or a revision of the repository itself, which is then checked out into a
 * directory of the check's own. A revision that the checkout does not have is said, not refused: a shallow clone has one commit.
 * @param directory where a checkout may be made; it must not exist
 * @throws {IdentikitError} `SSOT_MISSING` where git cannot check the revision out
 */
export async function mainCheckout(
  context: Pick<CommandContext, "cwd" | "env" | "signal">,
  { root }: Project,
  main: string,
  directory: string,
): Promise<MainCheckout> {
  const named = resolve(context.cwd, main);
  if (existsSync(named) && statSync(named).isDirectory()) return { kind: "there", root: named, shown: main };
  const checkout = findCheckout(root);
  if (!checkout)
    return { kind: "absent", reason: `${main} is no directory, and ${root} lies in no checkout` };
  const { gitDirectory, prefix } = checkout;
  const run = { environment: context.env, signal: context.signal };
  const commit = await localCommit({ ...run, gitDirectory }, main);
  if (commit === undefined)
    return {
      kind: "absent",
      reason: `${main} is not in this checkout: give actions/checkout the input fetch-depth: 0`,
    };
  // Objects are shared, not copied; nothing is written to the repository itself.
  await git(["clone", "--quiet", "--shared", "--no-checkout", "--", gitDirectory, directory]);
  await git(["checkout", "--quiet", "--detach", commit], directory);
  return { kind: "there", root: join(directory, prefix), shown: `main at ${commit.slice(0, 12)}` };

  async function git(args: readonly string[], cwd?: string): Promise<void> {
    const transports = { transports: ["file"] };
    const { status, complaint } = await runGit(args, { ...run, ...transports, ...(cwd ? { cwd } : {}) });
    if (status === 0) return;
    throw new IdentikitError("SSOT_MISSING", `${main} could not be checked out: ${complaint.trim()}`, {
      remedy: "Name a directory with a checkout of main, or the exported bundle of main.",
    });
  }
}
