import type { Severity } from "../../fault/finding.ts";
import { markerName } from "../../image/identity.ts";
import { octal } from "../../tree/compare.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import type { Played } from "./play.ts";
import type { DockerfileReport } from "./report.ts";
import { isWithin, type Made, type Origin, overlap } from "./stage-files.ts";

/** What the Dockerfile puts at the destination, and where it is to be. */
export interface AtDestination {
  readonly identity: FileTree;
  readonly played: Played;
  /** Absolute, without a slash at its end. */
  readonly destination: string;
  /** Where a COPY that is missing would go. */
  readonly lastLine: number;
  /** The build argument that names the template's directory. */
  readonly argument: string;
}

/** Finds identity files that are not copied to their places, and everything that stands beside them. */
export function reportFiles(report: DockerfileReport, at: AtDestination): void {
  const { identity, played, destination, lastLine, argument } = at;
  for (const { path, digest, mode } of identity) {
    const file = played.files.files.get(`${destination}/${path}`);
    if (file?.origin.kind === "template" && file.origin.path === path) {
      reportMade(report, path, file, mode);
      continue;
    }
    const remedy = `Add: COPY \${${argument}}/${path} ${destination}/${path}`;
    const actual = file ? describe(file.origin) : null;
    const details = { expected: digest, actual, remedy, ...(file ? {} : { severity: absence(at, path) }) };
    report.add(
      file ? "DOCKERFILE_FOREIGN_FILE" : "DOCKERFILE_NOT_COPIED",
      path,
      file?.line ?? lastLine,
      details,
    );
  }
  const remedy = "Take the instruction away: nothing but the identity belongs there.";
  for (const [path, file] of below(played.files.files, destination)) {
    if (path === markerName || identity.get(path)) continue;
    report.add("DOCKERFILE_EXTRA_FILE", path, file.line, { actual: describe(file.origin), remedy });
  }
}

/** Finds directories at the destination, above and below it, that are not as the identity's are. */
export function reportDirectories(
  report: DockerfileReport,
  { identity, played, destination }: AtDestination,
): void {
  const needed = [...identity].map(({ path }) => path);
  for (const [path, made] of played.files.directories) {
    if (isWithin(destination, path)) reportMade(report, path, made, 0o755);
  }
  for (const [path, made] of below(played.files.directories, destination)) {
    reportMade(report, path, made, 0o755);
    if (needed.some((each) => each.startsWith(`${path}/`))) continue;
    const remedy = "Take the instruction away: the identity has no such directory.";
    report.add("DOCKERFILE_EXTRA_DIRECTORY", path, made.line, {
      severity: "warning",
      actual: "a directory",
      remedy,
    });
  }
}

/** Finds a mode or an owner that the identity's files and directories do not have. */
export function reportMade(report: DockerfileReport, path: string, made: Made, mode: number): void {
  const { line, owner } = made;
  if (made.mode !== undefined && made.mode !== mode)
    report.add("DOCKERFILE_MODE", path, line, {
      expected: octal(mode),
      actual: octal(made.mode),
      remedy:
        "Leave --chmod out, or give it for files of this mode only; it counts for new directories, too.",
    });
  if (owner === "other")
    report.add("DOCKERFILE_OWNER", path, line, {
      expected: "0:0",
      actual: "another owner",
      remedy: "Leave --chown out: what is copied belongs to 0:0.",
    });
  if (owner === "unknown")
    report.add("DOCKERFILE_OWNER", path, line, {
      severity: "unverified",
      expected: "0:0",
      actual: "WORKDIR makes it for the user of the base image",
      remedy: "Copy to the absolute path instead, or set USER 0 before.",
    });
}

/** Finds the instructions that may change what stands at the destination, or what leads to it. */
export function reportTouches(report: DockerfileReport, { played, destination }: AtDestination): void {
  for (const { line, keyword, at, reason } of played.files.unknowns) {
    if (!overlap(at, destination) || report.blames(line)) continue;
    report.add("DOCKERFILE_TOUCHED", destination, line, {
      severity: "unverified",
      actual: `${keyword} can change ${at === "/" ? "it" : at}: ${reason}`,
      remedy:
        "Move it into the base image or into a stage of its own, and copy from there to places away from the identity.",
    });
  }
}

/** What is not copied is missing, unless an instruction that cannot be followed may have put it there. */
export function absence({ played, destination }: AtDestination, path: string): Severity {
  return played.files.isUnclear(`${destination}/${path}`) ? "unverified" : "error";
}

function* below<Of>(all: ReadonlyMap<string, Of>, destination: string): Iterable<readonly [string, Of]> {
  for (const [path, one] of all)
    if (path.startsWith(`${destination}/`)) yield [path.slice(destination.length + 1), one];
}

export function describe(origin: Origin): string {
  switch (origin.kind) {
    case "template":
      return `the template's ${origin.path}`;
    case "context":
      return `${origin.path} of the build context`;
    case "written":
      return "a here document";
    default:
      return "not from the template";
  }
}
