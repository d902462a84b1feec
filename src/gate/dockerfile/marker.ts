import { markerName, markerScript } from "../../image/identity.ts";
import type { BuildContext } from "./build-context.ts";
import { type AtDestination, absence, describe, reportMade } from "./destination.ts";
import type { DockerfileReport } from "./report.ts";
import type { StageFile } from "./stage-files.ts";

const remedy = `Copy ${markerName} beside the identity, as Dockerfile.platform-agent does.`;

/** Checks that the marker is put beside the identity with its exact bytes, as a file of the build context. */
export function reportMarker(
  report: DockerfileReport,
  at: AtDestination,
  context: BuildContext | undefined,
): void {
  const { played, destination, lastLine } = at;
  const file = played.files.files.get(`${destination}/${markerName}`);
  const expected = "the marker";
  if (file === undefined) {
    report.add("DOCKERFILE_MARKER_MISSING", markerName, lastLine, {
      severity: absence(at, markerName),
      expected,
      remedy,
    });
    return;
  }
  if (file.origin.kind === "staged marker") {
    reportMade(report, markerName, file, 0o755);
    return;
  }
  if (file.origin.kind === "context") {
    reportInContext(report, file, file.origin.path, context);
    return;
  }
  const isWritten = file.origin.kind === "written";
  report.add(isWritten ? "DOCKERFILE_AMBIGUOUS" : "DOCKERFILE_MARKER_CHANGED", markerName, file.line, {
    severity: isWritten ? "unverified" : "error",
    expected,
    actual: isWritten
      ? "a here document, in which builders put line ends in different places"
      : describe(file.origin),
    remedy,
  });
}

function reportInContext(
  report: DockerfileReport,
  file: StageFile,
  path: string,
  context: BuildContext | undefined,
): void {
  const expected = "the marker";
  const entry = context?.entry(path);
  if (entry === undefined) {
    const actual = `${path} of the build context, which the gate was not given`;
    report.add("DOCKERFILE_MARKER_UNSEEN", markerName, file.line, {
      severity: "unverified",
      expected,
      actual,
      remedy,
    });
  } else if (entry.kind !== "file") {
    const actual = `${path} of the build context is ${entry.kind === "missing" ? "missing" : "no regular file"}`;
    report.add("DOCKERFILE_MARKER_MISSING", markerName, file.line, { expected, actual, remedy });
  } else {
    if (!Buffer.from(markerScript).equals(entry.bytes))
      report.add("DOCKERFILE_MARKER_CHANGED", markerName, file.line, {
        expected,
        actual: `${path} of the build context`,
        remedy,
      });
    reportMade(report, markerName, { ...file, mode: file.mode ?? entry.mode }, 0o755);
  }
}
