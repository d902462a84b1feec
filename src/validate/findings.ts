import { type DocumentPath, type Place, type SourceDocument, showPath } from "../document/document.ts";
import type { IdentikitError } from "../fault/error.ts";
import type { CodeOfFinding, Finding, Severity } from "../fault/finding.ts";

/** What is wrong at one place. */
export interface Said {
  readonly code: CodeOfFinding;
  /** Default: `error`. */
  readonly severity?: Severity;
  /** One sentence without a full stop. */
  readonly problem: string;
  readonly remedy: string;
  readonly expected?: string | null;
  readonly actual?: string | null;
}

/** The findings of one run, in the order in which they were found; the same thing at the same place is one finding. */
export class Findings {
  readonly #findings = new Map<string, Finding>();

  get all(): readonly Finding[] {
    return [...this.#findings.values()];
  }

  /** @param file relative to the root of what is validated */
  at(file: string, place: Partial<Place>, said: Said): void {
    const { code, severity = "error", problem, remedy, expected = null, actual = null } = said;
    const location = { file, ...(place.line ? { line: place.line } : {}), ...columnOf(place) };
    const key = JSON.stringify([code, location, problem]);
    this.#findings.set(key, { code, severity, path: file, problem, expected, actual, remedy, location });
  }

  /** Something that is wrong with a key of a document, or with what stands behind it. */
  in(document: SourceDocument, path: DocumentPath, said: Said, part: "key" | "value" = "value"): void {
    const problem = path.length === 0 ? said.problem : `${showPath(path)}: ${said.problem}`;
    this.at(document.file, document.placeOf(path, part), { ...said, problem });
  }

  /** A failure that names its file, at that file; else at the file that is given. */
  fault(fault: IdentikitError, file: string, place: Partial<Place> = {}): void {
    const { code, message, remedy, location, cause } = fault;
    // What the operating system refuses may be right: it was not seen.
    const isUnseen = code === "FILE_UNREADABLE" && cause !== undefined;
    const at = location ?? { file, ...place };
    const problem = message.replace(`${at.file}: `, "").replace(/^[^\s:]+:\d+: /, "");
    this.at(at.file, at, { code, severity: isUnseen ? "unverified" : "error", problem, remedy });
  }
}

function columnOf({ line, column }: Partial<Place>): { readonly column?: number } {
  return line && column ? { column } : {};
}
