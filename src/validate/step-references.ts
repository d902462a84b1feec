import type { DocumentPath } from "../document/document.ts";
import { isRecord } from "../fault/thrown.ts";

/** A `steps.ID.outputs.NAME` of an expression. */
export interface StepReference {
  /** Where the text stands that has the expression. */
  readonly path: DocumentPath;
  /** As it is written. */
  readonly written: string;
  readonly step: string;
  readonly output: string;
}

/** Deeper than any job is. */
const deepest = 20;

/**
 * Every `steps.ID.outputs.NAME` in the expressions of a job: between `${{` and `}}`, and in conditions, which are expressions as a
 * whole. Also `['NAME']` is understood; what names outputs by a computed value is not looked at.
 */
export function stepReferences(value: unknown, path: DocumentPath): StepReference[] {
  if (path.length > deepest) return [];
  if (typeof value === "string") return referencesIn(value, path);
  if (Array.isArray(value)) return value.flatMap((each, at) => stepReferences(each, [...path, at]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => stepReferences(each, [...path, key]));
}

function referencesIn(text: string, path: DocumentPath): StepReference[] {
  const isCondition = path.at(-1) === "if" && !text.includes("${{");
  const expressions = isCondition
    ? [text]
    : [...text.matchAll(/\$\{\{(.*?)\}\}/gs)].map(([, inner = ""]) => inner);
  return expressions.flatMap((expression) =>
    [...expression.matchAll(reference)].flatMap(([written, dotted, quoted, output, quotedOutput]) => {
      const [step, name] = [dotted ?? quoted, output ?? quotedOutput];
      // What stands between quotes is text.
      return step === undefined || name === undefined ? [] : [{ path, written, step, output: name }];
    }),
  );
}

const part = String.raw`(?:\.\s*([A-Za-z_][\w-]*)|\[\s*'([^']*)'\s*\])`;
const reference = new RegExp(
  String.raw`(?<![\w.-])steps\s*${part}\s*\.\s*outputs\s*${part}|'(?:[^']|'')*'`,
  "gi",
);
