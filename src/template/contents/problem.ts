import type { z } from "zod";
import {
  type DocumentPath,
  type Place,
  pathOf,
  type SourceDocument,
  showPath,
} from "../../document/document.ts";
import type { Finding } from "../../fault/finding.ts";
import type { FindingCode } from "../../fault/finding-codes.ts";
import { nearest } from "../../fault/nearest.ts";

/** One thing that is wrong in a template, at its place in one of the template's files. */
export interface TemplateProblem {
  readonly code: FindingCode;
  readonly severity: "error" | "warning";
  /** The template's file, relative to its root. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, where it is known. */
  readonly column?: number;
  /** The key or item, such as `prompt_files[1]`; empty where the whole file is meant. */
  readonly key: string;
  /** In words, after the place. */
  readonly problem: string;
  /** What may stand there; empty where that is no list. */
  readonly allowed: readonly string[];
  /** The word that was probably meant. */
  readonly nearest: string | null;
  readonly remedy: string;
}

/** Collects the problems of one document. */
export class ProblemList {
  readonly problems: TemplateProblem[] = [];

  /** @param path where in the document; its line and key go into the problem */
  at(
    document: SourceDocument,
    path: DocumentPath,
    what: Pick<TemplateProblem, "code" | "severity" | "problem" | "remedy"> & {
      readonly allowed?: readonly string[];
      /** What stands there, for which the nearest of `allowed` is looked up. */
      readonly given?: string;
    },
  ): void {
    const { allowed = [], given, ...rest } = what;
    const place = { file: document.file, ...placeIn(document, path), key: showPath(path) };
    this.problems.push({
      ...place,
      ...rest,
      allowed,
      nearest: given === undefined ? null : (nearest(given, allowed) ?? null),
    });
  }

  /** What a schema says of a document's values. */
  issues(document: SourceDocument, { issues }: z.ZodError): void {
    for (const issue of issues)
      this.at(document, pathOf(issue), {
        code: "TEMPLATE_VALUE_INVALID",
        severity: "error",
        problem: issue.message.replace(/^Invalid input: /, ""),
        remedy: "Fix this value in the template.",
      });
  }

  /** A problem of a whole file. */
  of(file: string, what: Pick<TemplateProblem, "code" | "severity" | "problem" | "remedy">, line = 1): void {
    this.problems.push({ file, line, key: "", allowed: [], nearest: null, ...what });
  }
}

/** The value where it is on the key's line, else the key. */
function placeIn(document: SourceDocument, path: DocumentPath): Place {
  const [key, value] = [document.placeOf(path), document.placeOf(path, "value")];
  return key.line === value.line ? value : key;
}

/** A problem in one line: place, key, what is wrong, what was probably meant. */
export function problemLine({ file, line, key, problem, nearest: meant }: TemplateProblem): string {
  const subject = key === "" ? "" : `${key}: `;
  return `${file}:${line}: ${subject}${problem}${meant === null ? "" : `; did you mean ${JSON.stringify(meant)}?`}`;
}

/**
 * A problem as a finding.
 * @param template the template's name
 * @param directory where its files lie in the user's repository, relative to its root; left out where they do not
 */
export function problemFinding(problem: TemplateProblem, template: string, directory?: string): Finding {
  const { code, severity, file, line, key, allowed, remedy } = problem;
  return {
    code,
    severity,
    path: key === "" ? file : `${file} ${key}`,
    expected: allowed.length === 0 ? null : allowed.join(", "),
    actual: problemLine(problem),
    remedy,
    subject: `template ${template}`,
    ...(directory === undefined ? {} : { location: { file: `${directory}/${file}`, line } }),
  };
}
