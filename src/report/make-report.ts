import { posix, relative, sep } from "node:path";
import { version } from "../runtime/version.ts";
import { type Report, reportVersion } from "./report.ts";

/**
 * A report of this release.
 * @param at where the person is, and the repository's root: places in the repository are given as that person reads
 * them, which in a workflow is from the root of the checkout, where hosts look for them
 */
export function makeReport(
  of: Omit<Report, "version" | "tool">,
  at?: { readonly cwd: string; readonly root: string },
): Report {
  const prefix = at ? relative(at.cwd, at.root).split(sep).join("/") : "";
  const near = (file: string): string => posix.join(prefix, file);
  const findings = of.findings.map(({ location, ...finding }) => ({
    ...finding,
    ...(location ? { location: { ...location, file: near(location.file) } } : {}),
  }));
  const anchor = of.anchor === undefined ? {} : { anchor: near(of.anchor) };
  return { version: reportVersion, tool: { name: "identikit", version }, ...of, ...anchor, findings };
}
