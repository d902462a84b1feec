import type { Finding } from "../../fault/finding.ts";
import { findOurs } from "../../template/secret-rules.ts";
import type { ChangedFile } from "../diff.ts";
import { atFile } from "../finding.ts";
import { withFact } from "../known.ts";
import { isExcepted, matchesName, touches } from "../path-pattern.ts";
import { readLines } from "../readings.ts";
import type { Rule } from "../rule.ts";
import { hiddenContent } from "./forbidden-env.ts";

/** What tokens of GitHub, GitLab, Gitea, Forgejo and Bitbucket look like by themselves. */
const tokens =
  /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,255}|gt[oa]_[a-z2-7]{52,56}|ATBB[A-Za-z0-9]{20,255})/;
/** The token of the job itself, in an expression of a workflow. */
const jobToken = /\$\{\{[^}]{0,200}\bgithub\s{0,9}(?:\.\s{0,9}token|\[\s{0,9}["']token)/i;
/** Reads of a process's own environment: they name `env` and write to none. */
const reads =
  /\b(?:process\.env|os\.environ|Deno\.env|import\.meta\.env|ENV)(?:\.get\()?[.[(]?["'`]?|\bgetenv\(/g;
const writesEnv = /(?<!["`'\w])env|[a-z]Env|environ|\.env\b|(?:^|[\s"'`])-e[\s"'`]/i;

/**
 * No token of a repository host goes to a tenant: a file that reaches one names none, and no line of any other file hands one on
 * to an environment under another name.
 */
export const hostToken: Rule = {
  name: "host-token",
  needs: ["diff"],
  inForce: ({ hostToken: { enabled } }) => enabled,
  judge: ({ diff }, { hostToken: { names, allow, surfaces, except } }) => {
    const isHostToken = (word: string) =>
      names.some((name) => matchesName(name, word)) && !allow.some((name) => matchesName(name, word));
    return withFact(diff, ({ files }) =>
      files
        .filter(({ path, kind }) => kind !== "deleted" && !isExcepted(except, path))
        .flatMap((file) =>
          findingsOf(
            file,
            surfaces.some((one) => touches(one, file)),
            isHostToken,
          ),
        ),
    );
  },
};

function findingsOf(file: ChangedFile, surface: boolean, isHostToken: (word: string) => boolean): Finding[] {
  const hidden = surface || file.special === "submodule" ? hiddenContent(file) : undefined;
  if (hidden) return [hidden];
  return readLines(file.added ?? []).flatMap(({ line, readings }) => {
    const found = readings
      .map((text) => tokenIn(text, surface, isHostToken))
      .find((what) => what !== undefined);
    if (found === undefined) return [];
    const problem = surface
      ? `${found} is in a file that reaches a tenant`
      : `${found} is handed on to an environment`;
    const remedy =
      "Give the tenant a token of its own, as a secret of the config database with the least rights.";
    return [atFile(file, { code: "CHANGE_HOST_TOKEN", line, problem, remedy })];
  });
}

function tokenIn(text: string, surface: boolean, isHostToken: (word: string) => boolean): string | undefined {
  const word = (text.match(/[A-Za-z_]\w*/g) ?? []).find(isHostToken);
  const value = tokens.test(text) || findOurs(text).some(({ rule }) => rule.startsWith("forge-"));
  const named = word ?? (jobToken.test(text) ? "the job's own token" : undefined);
  const found = named ?? (value ? "a value that looks like a token of a repository host" : undefined);
  if (found === undefined || surface) return found;
  return writesEnv.test(text.replace(reads, "")) && /[=:,(]|-e\s|--env/.test(text) ? found : undefined;
}
