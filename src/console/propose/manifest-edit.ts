import { isDeepStrictEqual } from "node:util";
import { parseAllDocuments } from "yaml";
import { examineYamlStream } from "../../document/yaml.ts";
import { IdentikitError } from "../../fault/error.ts";
import { fieldsOf, isRecord } from "../../fault/thrown.ts";
import { withWishes } from "../draft/draft-text.ts";
import type { FieldWish } from "../form/read-fields.ts";

/** Which object of a file is meant. */
export interface ManifestPlace {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * A file of manifests in which one object is another. Everything else of the file stays as it is, byte for byte; of the object itself what
 * does not change keeps its comments.
 * @throws {IdentikitError} `DOCUMENT_INVALID` for a file that cannot be changed in this way
 */
export function editedManifest(text: string, { file, kind, name }: ManifestPlace, object: object): string {
  if (!/\.ya?ml$/i.test(file)) throw notEditable(`${file} is not YAML`);
  if (examineYamlStream(text, file).some(({ problems }) => problems.length > 0))
    throw notEditable(`${file} cannot be read as it is on the forge`);
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) throw notEditable(`${file} is empty`);
  const found = documents.find((document) => {
    const value: unknown = document.toJS();
    return fieldsOf(value).kind === kind && fieldsOf(fieldsOf(value).metadata).name === name;
  });
  const range = found?.contents?.range;
  if (!found || !range) throw notEditable(`${file} declares no ${kind} ${name} by itself`);
  const [start, , end] = range;
  const before: unknown = found.toJS();
  const part = withWishes(text.slice(start, end), wishesBetween(before, withPlace(object, before)));
  return text.slice(0, start) + part + text.slice(end);
}

/** What the server adds, such as the organisation, is not written where the file leaves it out. */
function withPlace(object: object, before: unknown): object {
  const { metadata, ...rest } = { metadata: {}, ...object };
  const { namespace, ...own } = { namespace: undefined, ...fieldsOf(metadata) };
  const hasPlace = fieldsOf(fieldsOf(before).metadata).namespace !== undefined;
  return { ...rest, metadata: hasPlace && namespace !== undefined ? { ...own, namespace } : own };
}

/** The fields in which two objects differ, each as it is to be. */
function wishesBetween(before: unknown, after: unknown, path: readonly string[] = []): readonly FieldWish[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isMapping(before) || !isMapping(after)) return [{ path, value: after }];
  const keys = new Set([...Object.keys(fieldsOf(before)), ...Object.keys(fieldsOf(after))]);
  return [...keys].flatMap((key) =>
    wishesBetween(fieldsOf(before)[key], fieldsOf(after)[key], [...path, key]),
  );
}

function isMapping(value: unknown): boolean {
  return isRecord(value) && !Array.isArray(value);
}

function notEditable(problem: string): IdentikitError {
  return new IdentikitError("DOCUMENT_INVALID", problem, {
    remedy: "Copy the YAML of the draft, and change the file by hand.",
  });
}
