import { markerName } from "../../image/identity.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { IgnoreFile, type IgnoreVerdict } from "./ignore-file.ts";
import type { Played } from "./play.ts";
import { ambiguousLine } from "./refusal.ts";
import type { DockerfileReport } from "./report.ts";

/** An ignore file's text, and its name in the user's repository. */
export interface IgnoreText {
  readonly file: string;
  readonly text: string;
  /** True where BuildKit reads it; buildah, podman and the classic builder may read others, too. */
  readonly isBuildKits: boolean;
}

export interface IgnoreQuestion {
  readonly identity: FileTree;
  /** The template's directory within the build context. */
  readonly root: string;
  /** Those that stand beside the Dockerfile and in the build context. */
  readonly ignoreFiles: readonly IgnoreText[];
  /** Where the marker is copied from, where it comes from the build context. */
  readonly marker: string | undefined;
  /** The build again, where a builder sees these files of the template only. */
  readonly replay: (isSeen: (path: string) => boolean) => Played;
}

/** Finds identity files that never reach the builder, because an ignore file takes them out of the build context. */
export function reportIgnored(report: DockerfileReport, question: IgnoreQuestion): void {
  for (const { file, text, isBuildKits } of question.ignoreFiles) {
    const ignore = IgnoreFile.parse(text, file);
    if (isBuildKits) reportFirst(report, question, ignore);
    else refuseOther(question, ignore);
  }
}

function reportFirst(report: DockerfileReport, question: IgnoreQuestion, ignore: IgnoreFile): void {
  for (const [name, path] of inContext(question)) {
    const verdict = ignore.verdict(path);
    if (verdict.kind === "ignored")
      report.add("DOCKERFILE_IGNORED", name, verdict.line, {
        expected: `${path} in the build context`,
        actual: `${ignore.file} takes it away`,
        remedy: `Add !${path} at the end of ${ignore.file}.`,
        location: { file: ignore.file, line: verdict.line },
      });
    else refuseUnclear(verdict, ignore, path);
  }
}

/** Another builder reads this one. A build that stops for want of a source does no harm; one that goes on does. */
function refuseOther(question: IgnoreQuestion, ignore: IgnoreFile): void {
  const { identity, root, replay } = question;
  const unseen = new Map<string, number>();
  for (const { path } of identity) {
    const verdict = ignore.verdict(`${root}/${path}`);
    refuseUnclear(verdict, ignore, `${root}/${path}`);
    if (verdict.kind === "ignored") unseen.set(path, verdict.line);
  }
  const [first] = unseen;
  if (!first || replay((path) => !unseen.has(path)).missing.length > 0) return;
  const [path, line] = first;
  throw ambiguousLine({ file: ignore.file, line }, `builders that read this file do not see ${root}/${path}`);
}

function refuseUnclear(verdict: IgnoreVerdict, ignore: IgnoreFile, path: string): void {
  if (verdict.kind === "unclear")
    throw ambiguousLine({ file: ignore.file, line: verdict.line }, `${path}: ${verdict.reason}`);
}

function* inContext({
  identity,
  root,
  marker,
}: IgnoreQuestion): Iterable<readonly [name: string, path: string]> {
  for (const { path } of identity) yield [path, `${root}/${path}`];
  if (marker !== undefined) yield [markerName, marker];
}
