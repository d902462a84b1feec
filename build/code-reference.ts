import { type FaultCode, faultCodes } from "../src/fault/codes.ts";
import type { CodeOfFinding } from "../src/fault/finding.ts";
import { type FindingCode, findingCodes } from "../src/fault/finding-codes.ts";
import { guideTo } from "../src/fault/guide.ts";

/** The reference page of fault codes. */
export function errorReference(): string {
  const intro =
    "Every failure carries one of these codes; they are added, never renamed. Generated from `src/fault/codes.ts` and `src/fault/fault-advice.ts`.";
  const sections = (Object.keys(faultCodes) as FaultCode[]).map((code) => section(code));
  return page("Error codes", [intro, ...sections]);
}

/** The reference page of finding codes. */
export function findingReference(): string {
  const intro = [
    "Every finding of a check carries one of these codes; they are added, never renamed. Generated from `src/fault/finding-codes.ts`.",
    "Where something keeps a check from its answer, the finding has the severity `unverified` and one of the [error codes](errors.md).",
    "In SARIF each code is a rule: its id is the code, its short description the title that follows the code here, and its help the remedy.",
  ];
  const sections = (Object.keys(findingCodes) as FindingCode[]).map((code) =>
    section(code, `**${guideTo(code).title}.**`),
  );
  return page("Findings", [...intro, ...sections]);
}

function section(code: CodeOfFinding, title?: string): string {
  const { meaning, cause, remedy } = guideTo(code);
  const parts = [title ?? [], meaning, `Cause: ${cause}`, `Remedy: ${remedy}`];
  return [`## ${code}`, ...parts.flat()].join("\n\n");
}

function page(title: string, parts: readonly string[]): string {
  return `${[`# ${title}`, ...parts].join("\n\n")}\n`;
}
