import type { Finding } from "../../fault/finding.ts";
import { type AcceptedSecrets, acceptingLine } from "../../template/accepted-secrets.ts";
import { findSecretsIn, mostSecretPlaces } from "../../template/secret-scan.ts";
import type { ChangedFile } from "../diff.ts";
import { about, atFile } from "../finding.ts";
import { known, unverifiedBy } from "../known.ts";
import { isExcepted } from "../path-pattern.ts";
import type { Rule } from "../rule.ts";
import { hiddenContent } from "./forbidden-env.ts";

/** The secret scan over added lines, with the list of accepted values of the base branch. */
export const secrets: Rule = {
  name: "secrets",
  needs: ["diff", "accepted"],
  inForce: ({ secrets: { enabled } }) => enabled,
  judge: async ({ diff, accepted }, { secrets: { except } }) => {
    if ("fault" in diff) return [unverifiedBy(diff.fault)];
    if ("fault" in accepted) return [unverifiedBy(accepted.fault)];
    const files = diff.value.files.filter(
      ({ path, kind }) => kind !== "deleted" && !isExcepted(except, path),
    );
    const expired = await known(async () => accepted.value.checkDates(undefined));
    if ("fault" in expired) return [unverifiedBy(expired.fault)];
    const hidden = files.flatMap((file) => (file.special === "symlink" ? [] : (hiddenContent(file) ?? [])));
    return [...hidden, ...(await scan(files, accepted.value))];
  },
};

async function scan(files: readonly ChangedFile[], accepted: AcceptedSecrets): Promise<Finding[]> {
  const texts = files.map(({ path, added }) => ({ path, text: textOf(added ?? []) }));
  const places = await findSecretsIn(texts);
  const found = places
    .filter(
      ({ path, kind: rule, fingerprint }) =>
        !accepted.accepts({ template: undefined, path, rule, fingerprint }),
    )
    .map(({ path, line, kind: rule, fingerprint }) =>
      atFile(
        { path },
        {
          code: "CHANGE_SECRET",
          line,
          problem: `the line holds what looks like a credential (${rule})`,
          remedy: `Revoke it and take it out of the branch's history. If it is no credential, add to ${accepted.file} on the base branch, with a reason: ${acceptingLine({ template: undefined, path, rule, fingerprint })}`,
        },
      ),
    );
  return places.length < mostSecretPlaces ? found : [...found, uncounted()];
}

/** Values that are accepted count as places, too: beyond the last one that is looked at, nothing is known. */
function uncounted(): Finding {
  return about("the added lines", {
    code: "CHANGE_UNREAD",
    severity: "unverified",
    problem: `the scan ends after ${mostSecretPlaces} places, and what follows was not looked at`,
    remedy: "Split the pull request, or leave files full of such values out with changes.secrets.except.",
  });
}

/** The added lines at their own places, so that what goes over several lines stays together and keeps its line. */
function textOf(added: NonNullable<ChangedFile["added"]>): string {
  const lines: string[] = [];
  let last = 0;
  for (const { line, text } of added) {
    lines.push("\n".repeat(line - last - (last === 0 ? 1 : 0)), text.replaceAll("\0", ""));
    last = line;
  }
  return lines.join("");
}
