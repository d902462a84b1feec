import { IdentikitError } from "../fault/error.ts";
import { codeOf } from "../fault/thrown.ts";
import type { TemplateSource } from "./source.ts";
import type { LockedTemplate } from "./template-lock.ts";

export interface LockedReading {
  /** The template's name. */
  readonly name: string;
  readonly source: TemplateSource;
  readonly ref: string | undefined;
  readonly pinned: LockedTemplate | undefined;
  readonly signal: AbortSignal;
}

/**
 * The fault of a locked commit that its repository does not have any more, as after a force push; `undefined` where the
 * reading failed for another reason. A server says "not found" of a commit and of a whole repository alike, so the
 * repository is asked what the ref stands for now.
 * @param caught what reading the locked commit threw
 */
export async function goneCommit(
  { name, source, ref, pinned, signal }: LockedReading,
  caught: unknown,
): Promise<IdentikitError | undefined> {
  const commit = pinned?.commit;
  const code = codeOf(caught);
  if (!commit || (code !== "REF_UNKNOWN" && code !== "SOURCE_NOT_FOUND")) return undefined;
  const now = await source.resolve(ref, signal).then(
    (revision) => revision?.commit ?? null,
    (cause: unknown) => (codeOf(cause) === "REF_UNKNOWN" ? null : undefined),
  );
  // A server that only says "not found" must at least know the repository, and not call the commit its own.
  if (code === "SOURCE_NOT_FOUND" && (now === undefined || now === commit)) return undefined;
  const stands = now && now !== commit ? `; ${ref ?? "the default branch"} stands for ${now} now` : "";
  const problem = `${name}: identikit.lock says commit ${commit}, which ${source.description} does not have any more${stands}`;
  return new IdentikitError("COMMIT_GONE", problem, {
    remedy:
      "A force push took it away: find out who rewrote the history, look at what is there now, and run `identikit fetch --update-lock` if it is meant.",
    cause: caught,
  });
}
