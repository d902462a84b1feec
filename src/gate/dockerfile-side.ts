import type { Finding } from "../fault/finding.ts";
import type { FindingCode } from "../fault/finding-codes.ts";
import { markerName } from "../image/identity.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { readStages, type Stage } from "./dockerfile/stage.ts";
import { type Origin, StageFiles } from "./dockerfile/stage-files.ts";

/** The build argument that names the template's directory. */
export const templateArgument = "PLATFORM_AGENT_TEMPLATE_DIR";

export interface DockerfileSide {
  /** As the user's repository names it; for findings. */
  readonly file: string;
  readonly text: string;
  /** Where the identity stands in the image, without slashes at its ends. */
  readonly destination: string;
}

/** Stands for the template's directory while the Dockerfile is read, so that nothing else can look like it. */
const mark = "\u0001template";

/**
 * Compares a Dockerfile with the identity: every file of the template must be copied, from the directory that the build
 * argument names, to its place at the destination, and nothing else may be put there. The file is parsed and its COPY
 * instructions are played through, stage by stage.
 * @param identity the template's files that belong into the image
 * @throws {IdentikitError} `DOCKERFILE_INVALID`
 */
export function checkDockerfile(identity: FileTree, side: DockerfileSide): Finding[] {
  const { file, text, destination } = side;
  const stages = readStages(text, new Map([[templateArgument, mark]]), file);
  const last = stages.at(-1) as Stage;
  const played = StageFiles.play(stages, identity, mark);
  const finding = (
    code: FindingCode,
    path: string,
    line: number,
    details: Omit<Partial<Finding>, "code">,
  ): Finding => ({
    code,
    severity: "error",
    path,
    expected: null,
    actual: null,
    remedy: "Mend the Dockerfile.",
    subject: file,
    location: { file, line },
    ...details,
  });

  const findings: Finding[] = [];
  const runtime = last.environment.get(templateArgument);
  if (runtime !== undefined) {
    const remedy = `Take the ENV away: ${templateArgument} is a build argument, never a runtime variable.`;
    findings.push(
      finding("DOCKERFILE_RUNTIME_VARIABLE", templateArgument, runtime, { actual: "ENV", remedy }),
    );
  }
  for (const { source, line } of played.missing) {
    const remedy = "Take the source away, or add the file to the template.";
    findings.push(finding("DOCKERFILE_SOURCE_MISSING", source, line, { actual: source, remedy }));
  }
  for (const line of played.wholesale) {
    const remedy =
      "Copy config.yaml, mcp_servers.yaml and prompts/ one by one: nothing else of the template is baked.";
    findings.push(finding("DOCKERFILE_EXTRA_FILE", ".", line, { actual: "the whole template", remedy }));
  }
  for (const { path, digest } of identity) {
    const origin = played.files.get(`/${destination}/${path}`);
    if (origin?.path === path) continue;
    const code = origin ? "DOCKERFILE_FOREIGN_FILE" : "DOCKERFILE_NOT_COPIED";
    const remedy = `Add: COPY \${${templateArgument}}/${path} /${destination}/${path}`;
    const actual = origin ? describe(origin) : null;
    findings.push(finding(code, path, origin?.line ?? lineFor(stages), { expected: digest, actual, remedy }));
  }
  findings.push(...extras(identity, played, destination, finding));
  const isMarked =
    played.files.has(`/${destination}/${markerName}`) || last.runs.some((run) => run.includes(markerName));
  if (!isMarked) {
    const remedy = `Write the marker ${markerName} beside the identity, as Dockerfile.platform-agent does.`;
    findings.push(
      finding("DOCKERFILE_MARKER_MISSING", markerName, lineFor(stages), { expected: "the marker", remedy }),
    );
  }
  return findings;
}

function extras(
  identity: FileTree,
  { files }: StageFiles,
  destination: string,
  finding: (code: FindingCode, path: string, line: number, details: Partial<Finding>) => Finding,
): Finding[] {
  const prefix = `/${destination}/`;
  const remedy = "Take the COPY away: nothing but the identity belongs there.";
  return [...files].flatMap(([target, origin]) => {
    const path = target.slice(prefix.length);
    if (!target.startsWith(prefix) || path === markerName || identity.get(path)) return [];
    return [finding("DOCKERFILE_EXTRA_FILE", path, origin.line, { actual: describe(origin), remedy })];
  });
}

function describe({ path }: Origin): string {
  return path === undefined ? "not from the template" : `the template's ${path}`;
}

/** Where a COPY that is missing would go: after the last one of the last stage. */
function lineFor(stages: readonly Stage[]): number {
  const last = stages.at(-1) as Stage;
  return last.copies.at(-1)?.line ?? last.line;
}
