import type { Finding } from "../fault/finding.ts";
import { type EnvDirectories, placeName } from "./env-directories.ts";
import { repaired } from "./reconcile-findings.ts";

const othersMayWrite = 0o022;
const sticky = 0o1000;
const octal = (mode: number) => `0${mode.toString(8).padStart(3, "0")}`;

/**
 * What is wrong with where env directories stand: whoever may write beside the ledgers can take them away, and whoever may write to
 * the env root can put another directory in an agent's place. The first is put right with `repair`; the second is not ours to change.
 * @throws {IdentikitError} `FILE_UNWRITABLE`
 */
export function placeFindings(place: EnvDirectories, repair: boolean): Finding[] {
  const [ledgers, root] = [place.ledgers.status().mode, place.root.status().mode];
  const findings: Finding[] = [];
  if ((ledgers & othersMayWrite) !== 0) {
    const finding: Finding = {
      code: "FILE_MODE",
      severity: "error",
      path: placeName,
      expected: "0700",
      actual: octal(ledgers),
      remedy: "Run reconcile --repair, and find out who changed it.",
    };
    if (repair) place.tighten();
    findings.push(repair ? repaired(finding) : finding);
  }
  if ((root & othersMayWrite) !== 0 && (root & sticky) === 0)
    findings.push({
      code: "FILE_MODE",
      severity: "warning",
      path: ".",
      expected: octal(root & ~othersMayWrite),
      actual: octal(root),
      remedy: `Run: chmod go-w ${place.root.path}`,
    });
  return findings;
}
