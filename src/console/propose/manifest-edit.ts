import { isDeepStrictEqual } from "node:util";
import { parseAllDocuments } from "yaml";
import { examineYamlStream } from "../../document/yaml.ts";
import { IdentikitError } from "../../fault/error.ts";
import { fieldsOf, isRecord } from "../../fault/thrown.ts";
import { withWishes } from "../draft/draft-text.ts";
import { type ContestedField, threeWay } from "../draft/three-way.ts";
import type { FieldWish } from "../form/read-fields.ts";

/** Which object of a file is meant. */
export interface ManifestPlace {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
}

/** A change of an object, as whole objects. */
export interface ObjectChange {
  /** What somebody began with: the object as the server has it. */
  readonly was: object;
  readonly is: object;
  /** The object of a file as the server would have it, with the defaults of its kind; two of them can be compared. */
  readonly asStored: (object: Readonly<Record<string, unknown>>) => object;
}

/** The fields that a change is about, each as it is to be. */
export function changedFields({ was, is }: Pick<ObjectChange, "was" | "is">): readonly FieldWish[] {
  return wishesBetween(withoutPlace(was), withoutPlace(is));
}

/**
 * A file of manifests in which the fields of one object that somebody changed are as they want them. Everything else of the file stays as it
 * is, byte for byte, also what others have changed of the same object since; of the object what does not change keeps its comments.
 * @throws {IdentikitError} `DOCUMENT_INVALID` for a file that cannot be changed in this way, `CONFLICT` where the file says something else by
 * now of a field that is to be changed
 */
export function editedManifest(
  text: string,
  { file, kind, name }: ManifestPlace,
  change: ObjectChange,
): string {
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
  const there = withoutPlace(change.asStored(fieldsOf(found.toJS())));
  const { contested } = threeWay(withoutPlace(change.was), there, withoutPlace(change.is));
  if (contested.length > 0) throw movedOn(file, contested);
  const part = withWishes(text.slice(start, end), changedFields(change));
  return text.slice(0, start) + part + text.slice(end);
}

/** A file may leave out the organisation, which the server adds; it cannot be changed. */
function withoutPlace(object: object): object {
  const { metadata, ...rest } = { metadata: {}, ...object };
  const { namespace: _, ...own } = { namespace: undefined, ...fieldsOf(metadata) };
  return { ...rest, metadata: own };
}

function movedOn(file: string, contested: readonly ContestedField[]): IdentikitError {
  const fields = contested.slice(0, 5).map(({ path, theirs }) => `${path} is ${theirs.slice(0, 100)}`);
  return new IdentikitError(
    "CONFLICT",
    `${file} on the forge has changed since the draft: ${fields.join(", ")}`,
    {
      remedy:
        "Wait until the server has read the repository again; the review then shows both, and nothing of the draft is lost.",
    },
  );
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
