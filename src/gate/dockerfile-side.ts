import { posix } from "node:path";
import { certain } from "../fault/certain.ts";
import type { FaultCode } from "../fault/codes.ts";
import { IdentikitError } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import { markerName } from "../image/identity.ts";
import { identitySuffix } from "../template/stage-identity.ts";
import type { FileTree } from "../tree/file-tree.ts";
import type { BuildContext } from "./dockerfile/build-context.ts";
import {
  type AtDestination,
  reportDirectories,
  reportFiles,
  reportTouches,
} from "./dockerfile/destination.ts";
import { type IgnoreText, reportIgnored } from "./dockerfile/ignored.ts";
import { reportMarker } from "./dockerfile/marker.ts";
import { refuseOldReading } from "./dockerfile/old-reading.ts";
import { type Played, play } from "./dockerfile/play.ts";
import { DockerfileReport } from "./dockerfile/report.ts";
import { readStages } from "./dockerfile/stage.ts";
import type { Stage } from "./dockerfile/step.ts";

/** The build argument that names the template's directory. */
export const templateArgument = "PLATFORM_AGENT_TEMPLATE_DIR";

/** The argument's default: where the canonical checkout stands in the build context. */
export const defaultTemplateDirectory = ".tenant-bundle-deps/workspace-configs-templates/platform-agent";

/** What this side cannot see, whatever the Dockerfile says; for the account of what a gate covered. */
export const unseenByDockerfile =
  "what the base image brings (files, links, variables, volumes, ONBUILD triggers), build arguments, named contexts and targets given to the builder, modes of the files in the build context; gate the image, too";

export interface DockerfileSide {
  /** As the user's repository names it; for findings. */
  readonly file: string;
  readonly text: string;
  /** Where the identity stands in the image, without slashes at its ends. */
  readonly destination: string;
  /** Names at the template's root that are not the identity's; without them a pattern there may match anything. */
  readonly beside?: readonly string[];
  /** The template's directory within the build context when no build argument is given. */
  readonly templateDirectory?: string;
  /** How the directory of the staged identity, beside the template's, differs from the identity; `undefined` where it was not looked at. */
  readonly staged?: readonly Finding[] | undefined;
  /** What files other than the template's are looked up in; without it they are not known. */
  readonly context?: BuildContext;
  /** Ignore files that a builder may read, the one first that BuildKit reads. */
  readonly ignoreFiles?: readonly IgnoreText[];
}

const unreadable: ReadonlySet<FaultCode> = new Set(["DOCKERFILE_AMBIGUOUS", "DOCKERFILE_INVALID"]);

/** Stands for the template's directory while the Dockerfile is read, so that nothing else can look like it. */
const mark = "\u0001template";

/**
 * Compares a Dockerfile with the identity: every file of the template must be copied, from the directory that the build
 * argument names, to its place at the destination, with its mode and owner; the marker must stand beside it with its exact
 * bytes; and nothing else may be there. The instructions are played through, stage by stage. What cannot be followed in the one
 * way that BuildKit, the classic builder and buildah share is a finding of severity `unverified` with its line and the reason.
 * What every builder refuses is one, too.
 * @param identity the template's files that belong into the image
 */
export function checkDockerfile(identity: FileTree, side: DockerfileSide): Finding[] {
  const report = new DockerfileReport(side.file);
  try {
    new DockerfileCheck(identity, side, report).run();
  } catch (fault) {
    if (!(fault instanceof IdentikitError) || !unreadable.has(fault.code)) throw fault;
    report.addFault(fault, `/${side.destination}`);
  }
  return report.findings;
}

class DockerfileCheck {
  readonly #identity: FileTree;
  readonly #side: DockerfileSide;
  readonly #report: DockerfileReport;

  constructor(identity: FileTree, side: DockerfileSide, report: DockerfileReport) {
    this.#identity = identity;
    this.#side = side;
    this.#report = report;
  }

  run(): void {
    const {
      file,
      text,
      destination,
      context,
      ignoreFiles = [],
      templateDirectory = defaultTemplateDirectory,
    } = this.#side;
    const stages = this.#stages(new Map([[templateArgument, mark]]));
    const last = certain(stages.at(-1));
    const played = this.#play(stages, mark);
    const at: AtDestination = {
      identity: this.#identity,
      played,
      destination: `/${destination}`,
      lastLine: last.steps.at(-1)?.line ?? last.line,
      argument: templateArgument,
    };
    this.#variable(last);
    this.#sources(played);
    this.#staged(played);
    reportFiles(this.#report, at);
    reportDirectories(this.#report, at);
    reportMarker(this.#report, at, context);
    reportTouches(this.#report, at);
    const root = posix.join(templateDirectory);
    const byDefault = this.#stages(new Map());
    this.#default(byDefault, root, at);
    refuseOldReading(text, file);
    const marker = played.files.files.get(`/${destination}/${markerName}`)?.origin;
    const placeOf = (path: string) => {
      const origin = played.files.files.get(`/${destination}/${path}`)?.origin;
      const isStaged = origin?.kind === "template" && origin.isStaged;
      return `${root}${isStaged ? identitySuffix : ""}/${path}`;
    };
    reportIgnored(this.#report, {
      identity: this.#identity,
      placeOf,
      ignoreFiles,
      marker:
        marker?.kind === "context"
          ? marker.path
          : marker?.kind === "staged marker"
            ? `${root}${identitySuffix}/${markerName}`
            : undefined,
      replay: (isSeen) => this.#play(byDefault, root, isSeen),
    });
  }

  #stages(given: ReadonlyMap<string, string>): readonly Stage[] {
    const { text, file } = this.#side;
    return readStages(text, { file, given, hereDocuments: true });
  }

  #play(stages: readonly Stage[], root: string, isSeen: (path: string) => boolean = () => true): Played {
    const { beside, context } = this.#side;
    return play(stages, { template: this.#identity, beside, root, context, isSeen });
  }

  #variable({ environment }: Stage): void {
    const line = environment.get(templateArgument);
    if (line === undefined) return;
    const remedy = `Take the ENV away: ${templateArgument} is a build argument, never a runtime variable.`;
    this.#report.add("DOCKERFILE_RUNTIME_VARIABLE", templateArgument, line, { actual: "ENV", remedy });
  }

  #sources({ missing, wholesale }: Played): void {
    for (const { source, line } of missing) {
      const remedy = "Take the source away, or add the file to the template.";
      this.#report.add("DOCKERFILE_SOURCE_MISSING", source, line, { actual: source, remedy });
    }
    for (const line of wholesale) {
      const remedy =
        "Copy the staged identity instead, the directory beside it whose name ends in @identity: it holds what is baked and nothing else.";
      this.#report.add("DOCKERFILE_EXTRA_FILE", ".", line, { actual: "the whole template", remedy });
    }
  }

  /** What the Dockerfile copies as a whole must be the identity and nothing else. */
  #staged({ staged: [line] }: Played): void {
    if (line === undefined) return;
    const { staged, file } = this.#side;
    for (const finding of staged ?? []) this.#report.findings.push({ ...finding, location: { file, line } });
    if (staged !== undefined) return;
    this.#report.add("DOCKERFILE_SOURCE_MISSING", identitySuffix, line, {
      severity: "unverified",
      actual: "the directory of the staged identity, which the gate was not given",
      remedy: "Run the gate in the repository, or name the build context with --context.",
    });
  }

  /** A build without the build argument must copy the same files. */
  #default(stages: readonly Stage[], root: string, { played, destination }: AtDestination): void {
    const { files } = this.#play(stages, root).files;
    const isSame = [...this.#identity].every(({ path }) => {
      const [given, without] = [played.files.files, files].map(
        (each) => each.get(`${destination}/${path}`)?.origin,
      );
      return given?.kind !== "template" || (without?.kind === "template" && without.path === given.path);
    });
    if (isSame) return;
    const found = stages
      .map((stage) => stage.arguments.get(templateArgument))
      .find((each) => each !== undefined);
    this.#report.add("DOCKERFILE_ARGUMENT", templateArgument, found?.line ?? 1, {
      expected: root,
      actual: found?.value ?? null,
      remedy: `Declare it once in the stage that copies: ARG ${templateArgument}=${root}`,
    });
  }
}
