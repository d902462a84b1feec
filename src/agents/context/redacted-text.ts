import { hidden } from "../../secret/redact-text.ts";
import { credentialRanges } from "../../template/secret-scan.ts";

/** A text without what looks like a credential to the scan that templates go through too. */
export async function redactCredentials(
  text: string,
): Promise<{ readonly text: string; readonly redactions: number }> {
  const ranges = await credentialRanges(text);
  let shown = "";
  let at = 0;
  for (const { start, end } of ranges) {
    shown += text.slice(at, start) + hidden;
    at = end;
  }
  return { text: shown + text.slice(at), redactions: ranges.length };
}
