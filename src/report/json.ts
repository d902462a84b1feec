import type { Report } from "./report.ts";

// What JSON leaves raw though a terminal or a runner could act on it.
const active = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A report as a JSON document with a newline at its end, findings in full. Characters that cannot be seen and the
 * runner's `##[` stand as JSON escapes, so that the document can be printed into a log and still reads back exactly.
 */
export function reportJson(report: Report): string {
  const text = JSON.stringify(report, null, 2);
  const safe = text
    .replaceAll("##[", "##\\u005b")
    .replace(active, (character) => (character === "\n" ? character : escapeUnits(character)));
  return `${safe}\n`;
}

function escapeUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");
}
