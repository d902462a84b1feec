import { type FaultCode, faultCodes } from "../src/fault/codes.ts";
import type { CodeOfFinding } from "../src/fault/finding.ts";
import { type FindingCode, findingCodes } from "../src/fault/finding-codes.ts";
import { guideTo } from "../src/fault/guide.ts";
import { table } from "./sections.ts";

/** The page that leads from what somebody saw to what to do: every code of an error and of a finding, in the order of the alphabet. */
export function troubleshooting(): string {
  const faults = (Object.keys(faultCodes) as FaultCode[]).sort();
  const findings = (Object.keys(findingCodes) as FindingCode[]).sort();
  return `# Troubleshooting

Each failure is one line with a code in capitals, such as \`error LOCK_MISMATCH …\`. Find the code here: what it means, how it comes
about and what to do. Generated from \`src/fault/codes.ts\`, \`src/fault/finding-codes.ts\` and the advice beside them.

| the exit code is | what happened | look under |
| --- | --- | --- |
| 0 | it holds, or it is done | |
| 1 | an error, or something could not be verified | [Errors](#errors) |
| 2 | a check has found something, changes are pending, or the answer is no | [Findings](#findings) |
| 64 | the command line is wrong | \`USAGE\`; the command's \`--help\` |

Before you search further: \`--verbose\` shows the causes of an error, \`identikit doctor\` says what this machine and this repository lack, and
\`identikit validate\` finds every mistake in the files at once.

## Errors

${rows(faults, "errors")}

## Findings

${rows(findings, "findings")}
`;
}

function rows(codes: readonly CodeOfFinding[], page: string): string {
  return table(
    ["code", "what you see", "how it comes about", "what to do"],
    codes.map((code) => {
      const { meaning, cause, remedy } = guideTo(code);
      return [`[\`${code}\`](${page}.md#${code.toLowerCase()})`, meaning, cause, remedy];
    }),
  );
}
