import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { Reading, SourceDocument } from "../document/document.ts";
import { examineJson } from "../document/json.ts";
import { mistakesIn } from "../document/mistake.ts";
import { readText } from "../document/text.ts";
import { examineYaml } from "../document/yaml.ts";
import { asFault } from "../fault/error.ts";
import type { CodeOfFinding } from "../fault/finding.ts";
import type { Findings } from "./findings.ts";

/** One file that is to have a certain form. */
export interface ExpectedDocument {
  /** Absolute directory that file names are relative to. */
  readonly root: string;
  /** Relative to the root; also what messages call it. */
  readonly file: string;
  readonly schema: z.ZodType;
  /** The code of what does not fit the schema. */
  readonly code: CodeOfFinding;
}

/**
 * Reads a file of the repository and notes everything that is wrong with its form: bytes, syntax, keys, types.
 * @returns the document as far as it can be read, right or not; `undefined` where there is none or it cannot be read
 */
export function readDocument(expected: ExpectedDocument, findings: Findings): SourceDocument | undefined {
  const { root, file, schema, code } = expected;
  const document = noteForm(root, file, findings);
  if (!document) return undefined;
  // An empty YAML file says nothing, which is allowed.
  const value = document.value === null && isYaml(file) ? {} : document.value;
  const filled = { ...document, value };
  for (const { path: _, part: __, line, column, ...said } of mistakesIn(filled, schema))
    findings.at(file, { line, column }, { code, ...said });
  return filled;
}

/** Reads a file, and notes what is wrong with its bytes and its syntax. */
export function noteForm(root: string, file: string, findings: Findings): SourceDocument | undefined {
  const reading = readingOf(join(root, file), file, findings);
  for (const { problem, remedy, ...place } of reading?.problems ?? [])
    findings.at(file, place, { code: "DOCUMENT_INVALID", problem, remedy });
  return reading?.document;
}

function readingOf(path: string, file: string, findings: Findings): Reading | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const text = readText(path, file);
    return isYaml(file) ? examineYaml(text, file) : examineJson(text, file, { comments: "whole-line" });
  } catch (caught) {
    findings.fault(asFault(caught), file);
    return undefined;
  }
}

function isYaml(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}
