import { type FaultCode, faultCodes } from "./codes.ts";
import { faultAdvice } from "./fault-advice.ts";
import type { CodeOfFinding } from "./finding.ts";
import { type FindingCode, findingCodes, type Guide } from "./finding-codes.ts";

/** Every code that a finding can carry: those of findings, then those of faults. */
export const codesOfFindings: readonly CodeOfFinding[] = [
  ...(Object.keys(findingCodes) as FindingCode[]),
  ...(Object.keys(faultCodes) as FaultCode[]),
];

/** What the reference says of a code, be it a finding's or a fault's. */
export function guideTo(code: CodeOfFinding): Guide {
  if (isFindingCode(code)) return findingCodes[code];
  const title = capitalised(faultCodes[code]);
  return { title, meaning: `${title}.`, ...faultAdvice[code] };
}

function isFindingCode(code: CodeOfFinding): code is FindingCode {
  return Object.hasOwn(findingCodes, code);
}

/** A meaning that begins with the name of a file keeps it as it is. */
function capitalised(meaning: string): string {
  return /^\S+\.(?:yaml|json|lock)\b/.test(meaning)
    ? meaning
    : `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}`;
}
