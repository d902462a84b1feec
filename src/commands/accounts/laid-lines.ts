import type { Laid } from "../../scaffold/lay-files.ts";
import { count } from "./wording.ts";

/** What was written, or would be, and what was left as it is; a line each. */
export function laidLines(directory: string, { written, kept }: Laid, isDryRun: boolean): string[] {
  const verb = isDryRun ? "would be written" : "written";
  return [
    `${count(written.length, "file")} ${verb} in ${directory}`,
    ...written.map((path) => `  ${path}`),
    ...(kept.length > 0 ? [`${count(kept.length, "file")} kept, since they were there already`] : []),
    ...kept.map((path) => `  ${path}`),
  ];
}
