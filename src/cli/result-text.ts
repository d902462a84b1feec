import type { JobResult } from "../jobs/job.ts";

/** A result for a person: the account, then what was found. */
export async function resultText(result: JobResult): Promise<string> {
  const lines = [...result.account];
  if (result.report) {
    const { reportText } = await import("../report/text.ts");
    lines.push(...reportText(result.report));
  }
  return lines.map((line) => `${line}\n`).join("");
}
