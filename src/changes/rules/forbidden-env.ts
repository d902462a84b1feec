import type { Finding } from "../../fault/finding.ts";
import type { ChangedFile } from "../diff.ts";
import { type EnvWrite, envWritesIn } from "../env-writes.ts";
import { atFile, unread } from "../finding.ts";
import { withFact } from "../known.ts";
import { isExcepted, matchesName } from "../path-pattern.ts";
import { readLines } from "../readings.ts";
import type { Rule } from "../rule.ts";

/** No added line writes a forbidden variable: in rows, env files, YAML, Dockerfiles, scripts and programs alike. */
export const forbiddenEnv: Rule = {
  name: "forbidden-env",
  needs: ["diff"],
  inForce: ({ forbiddenEnv: { enabled } }) => enabled,
  judge: ({ diff }, { forbiddenEnv: { keys, allow, except } }) => {
    const isForbidden = ({ name }: EnvWrite) =>
      keys.some((key) => matchesName(key, name)) && !allow.some((key) => matchesName(key, name));
    return withFact(diff, ({ files }) =>
      files.filter(({ path }) => !isExcepted(except, path)).flatMap((file) => writesOf(file, isForbidden)),
    );
  },
};

function writesOf(file: ChangedFile, isForbidden: (write: EnvWrite) => boolean): Finding[] {
  if (file.kind === "deleted") return [];
  const hidden = hiddenContent(file);
  if (hidden) return [hidden];
  return readLines(file.added ?? []).flatMap(({ line, readings }) => {
    const writes = readings.flatMap(envWritesIn).filter(isForbidden);
    const names = new Map(writes.map((write) => [write.name, write.form]));
    return [...names].map(([name, form]) =>
      atFile(file, {
        code: "CHANGE_FORBIDDEN_ENV",
        line,
        problem: `the line writes ${name}, which no tenant's environment may hold (${form})`,
        remedy: "Take the variable out; the platform's own jobs get it from their runner.",
      }),
    );
  });
}

/** What keeps a file's content out of the diff, as a finding; `undefined` for a file whose added lines are all known. */
export function hiddenContent(file: ChangedFile): Finding | undefined {
  if (file.kind === "deleted") return undefined;
  if (file.special === "submodule") return unread(file, "the content of a submodule is not in the diff");
  if (file.special === "symlink") return unread(file, "what a symbolic link leads to is not in the diff");
  return file.added === undefined ? unread(file, "the diff does not show the file's lines") : undefined;
}
