import type { z } from "zod";
import { valueTextProblem } from "../../config/connection/value-text.ts";
import { maxObjectBytes } from "../../config/schema/value-rule.ts";
import { pathOf, showPath } from "../../document/document.ts";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Declared, ResourceKey } from "../resource/resource.ts";
import { nameOfObject } from "./object-fault.ts";
import { sortedJson } from "./sorted-json.ts";

/**
 * What is declared of an object as the text that is stored.
 * @throws {IdentikitError} `RESOURCE_INVALID`, `RESOURCE_TOO_LARGE`
 */
export function valueText(kind: Kind, { metadata, spec }: Declared): string {
  const { labels = {}, annotations = {} } = metadata;
  const parts = {
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
    spec,
  };
  return checked(kind, metadata, sortedJson(parts));
}

/**
 * A status as the text that is stored.
 * @throws {IdentikitError} `RESOURCE_INVALID`, `RESOURCE_TOO_LARGE`
 */
export function statusText<One extends Kind>(
  kind: One,
  key: ResourceKey,
  status: z.output<One["status"]> | undefined,
): string {
  const result = kind.status.safeParse(status ?? {});
  if (result.success) return checked(kind, key, sortedJson(result.data));
  const issue = certain(result.error.issues[0]);
  const path = showPath(["status", ...pathOf(issue)]);
  throw invalid(kind, key, `${path}: ${issue.message}`);
}

/** @throws {IdentikitError} `RESOURCE_TOO_LARGE` */
export function checkSize(kind: Kind, key: ResourceKey, ...texts: readonly string[]): void {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= maxObjectBytes) return;
  throw new IdentikitError(
    "RESOURCE_TOO_LARGE",
    `${nameOfObject(kind, key)} would have ${bytes} bytes of JSON; ${maxObjectBytes} are the most`,
    { remedy: "Keep large content in a file, an artifact or a repository, and refer to it." },
  );
}

function checked(kind: Kind, key: ResourceKey, text: string): string {
  checkSize(kind, key, text);
  const problem = valueTextProblem(text);
  if (problem !== undefined) throw invalid(kind, key, `the object ${problem}`);
  return text;
}

function invalid(kind: Kind, key: ResourceKey, problem: string): IdentikitError {
  return new IdentikitError("RESOURCE_INVALID", `${nameOfObject(kind, key)}: ${problem}`, {
    remedy: `See what the kind takes: identikit explain ${kind.plural}`,
  });
}
