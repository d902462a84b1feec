import type { DocumentPath, SourceDocument } from "../../document/document.ts";
import type { Checked } from "../resource/check-resource.ts";

/** An object of a manifest, and where it is written. */
export interface AgentManifest extends Checked {
  readonly document: SourceDocument;
}

/** Something that is wrong with manifests, at the place where its fix goes. */
export interface ManifestProblem {
  readonly code:
    | "DOCUMENT_INVALID"
    | "FILE_UNREADABLE"
    | "RESOURCE_INVALID"
    | "REFERENCE_MISSING"
    | "SUBAGENT_CYCLE"
    | "TEMPLATE_LOGIC"
    | "SCHEDULE_INVALID"
    | "ROLE_ESCALATION"
    | "BINDING_ESCALATION";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
  readonly remedy: string;
  readonly expected?: string | null;
}

/** What a repository, or the files of a command line, declare. */
export interface ManifestSet {
  readonly manifests: readonly AgentManifest[];
  /** In the order of files and lines; where there is any, nothing is applied. */
  readonly problems: readonly ManifestProblem[];
}

/** A problem at a place of a document. */
export function problemAt(
  document: SourceDocument,
  path: DocumentPath,
  said: Pick<ManifestProblem, "code" | "problem" | "remedy"> & Partial<ManifestProblem>,
  part: "key" | "value" = "value",
): ManifestProblem {
  return { file: document.file, ...document.placeOf(path, part), ...said };
}
