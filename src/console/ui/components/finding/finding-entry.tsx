import type { Finding } from "../../../../fault/finding.ts";
import { TextDiff } from "../code/text-diff.tsx";
import { FactsList } from "../data/facts-list.tsx";
import { StatusWord } from "../status/status-word.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";

/** One thing that a check found, with the lines that differ. */
export function FindingEntry({ finding }: { readonly finding: Finding }) {
  const { code, severity, path, expected, actual, problem, remedy, difference } = finding;
  return (
    <article class="finding">
      <h3>
        <StatusWord phase={severity} /> <code>{code}</code> <HiddenCharacters text={path} most={300} />
      </h3>
      <FactsList
        facts={[
          ["Problem", problem && <HiddenCharacters key="problem" text={problem} most={1000} />],
          ["Expected", expected && <HiddenCharacters key="expected" text={expected} most={300} />],
          ["Found", actual && <HiddenCharacters key="actual" text={actual} most={300} />],
          ["What to do", remedy],
        ]}
      />
      {difference && <TextDiff text={difference.join("\n")} name={path} />}
    </article>
  );
}
