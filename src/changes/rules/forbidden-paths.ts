import { atFile } from "../finding.ts";
import { withFact } from "../known.ts";
import { isExcepted, touches } from "../path-pattern.ts";
import type { Rule } from "../rule.ts";

/** No path of the change matches, neither where a file is nor where it came from. */
export const forbiddenPaths: Rule = {
  name: "forbidden-paths",
  needs: ["diff"],
  inForce: ({ forbiddenPaths: rules }) => rules.length > 0,
  judge: ({ diff }, { forbiddenPaths: rules }) =>
    withFact(diff, ({ files }) =>
      files.flatMap((file) =>
        rules.flatMap(({ paths, except, reason }) => {
          if (isExcepted(except, file.path) && !(file.from && !isExcepted(except, file.from))) return [];
          const hit = paths.find((pattern) => touches(pattern, file));
          if (hit === undefined) return [];
          return [
            atFile(file, {
              code: "CHANGE_FORBIDDEN_PATH",
              problem: `the path matches ${hit}, which no pull request may change: ${reason}`,
              remedy: "Take the file out of the pull request.",
            }),
          ];
        }),
      ),
    ),
};
