import { areasOf } from "../../changes/areas.ts";
import { readBaseRules } from "../../changes/base-settings.ts";
import type { CommandContext } from "../../commands/context.ts";
import { type Change, openChange, openCheckout } from "../../commands/places/change.ts";
import type { CommandResult } from "../../commands/result.ts";
import { IdentikitError } from "../../fault/error.ts";
import { readChangeEvent } from "../../host/change-event.ts";
import type { DetectChangesOptions } from "../detect-changes.ts";

/** What came of looking: the areas, and why all of them count as touched where nobody can tell. */
interface Detected {
  readonly areas: Readonly<Record<string, boolean>>;
  readonly why?: string;
}

export async function run(context: CommandContext, options: DetectChangesOptions): Promise<CommandResult> {
  const { areas, why } = await detect(context, options);
  const touched = Object.entries(areas).flatMap(([name, is]) => (is ? [name] : []));
  const said = touched.length === 0 ? "no area is touched" : `touched: ${touched.join(", ")}`;
  return {
    outputs: { areas: { ...areas }, changed: touched.length > 0 },
    account: [why === undefined ? said : `${said} (${why})`],
  };
}

async function detect(context: CommandContext, options: DetectChangesOptions): Promise<Detected> {
  const event = readChangeEvent(context.env);
  if (options.base === undefined && event.base === undefined && event.request === undefined)
    return await everything(context, options, "the event has nothing to compare with");
  const change = await openChange(context, options);
  const { content, base, head, directory } = change;
  if ("fault" in change.request && !(await isAhead(context, options, change)))
    return await everything(context, options, "the branch does not go on from where it was");
  const { settings } = await readBaseRules(content, base, directory);
  return { areas: areasOf(await content.diff(base, head), settings?.areas ?? {}) };
}

/** After a forced push, what was there before may be gone, which no comparison with a merge base shows. */
async function isAhead(
  context: CommandContext,
  { root = "." }: DetectChangesOptions,
  { base, head }: Change,
): Promise<boolean> {
  return (await openCheckout(context, root)?.goesOn(base, head)) ?? false;
}

async function everything(
  context: CommandContext,
  { root = ".", head: named = "HEAD" }: DetectChangesOptions,
  why: string,
): Promise<Detected> {
  const git = openCheckout(context, root);
  const head = await git?.commit(named);
  if (!git || head === undefined) {
    throw new IdentikitError("CHANGE_UNKNOWN", `${why}, and there is no checkout that names the areas`, {
      remedy: "Check out the repository before this step.",
    });
  }
  const { settings } = await readBaseRules(git, head, git.directory);
  const names = Object.keys(settings?.areas ?? {});
  return { areas: Object.fromEntries(names.map((name) => [name, true])), why };
}
