import { IdentikitError } from "../../fault/error.ts";
import type { Kind } from "../kinds/kind.ts";
import type { ResourceKey } from "../resource/resource.ts";

/** How messages call an object. */
export function nameOfObject(kind: Kind, { namespace, name }: ResourceKey): string {
  return `${kind.kind} ${namespace}/${name}`;
}

/** The fault for an object that is not there. */
export function objectMissing(kind: Kind, key: ResourceKey): IdentikitError {
  return new IdentikitError("NOT_FOUND", `there is no ${nameOfObject(kind, key)}`, {
    remedy: `See which there are: identikit get ${kind.plural} --organization ${key.namespace}`,
  });
}

/** The fault for an object whose name is taken. */
export function objectExists(kind: Kind, key: ResourceKey): IdentikitError {
  return new IdentikitError("ALREADY_EXISTS", `${nameOfObject(kind, key)} is already there`, {
    remedy: "Choose another name, or update the object.",
  });
}

/** The fault for an object that is no longer what the writer had seen. */
export function objectChanged(
  kind: Kind,
  key: ResourceKey,
  what: string,
  [expected, found]: readonly [string, string],
): IdentikitError {
  return new IdentikitError(
    "CONFLICT",
    `${nameOfObject(kind, key)} was changed meanwhile: its ${what} is ${found}, not ${expected}`,
    { remedy: "Read it again, make the change on what it is now, and write that." },
  );
}

/** The fault for a change of what the repository declares. */
export function managedByRepository(kind: Kind, key: ResourceKey): IdentikitError {
  return new IdentikitError(
    "MANAGED_BY_REPOSITORY",
    `${nameOfObject(kind, key)} is declared by the repository`,
    {
      remedy: "Change its file in agents/ by a pull request; identikit config sync applies it.",
    },
  );
}

/** The fault for a change of what does not change. @param field such as `.spec.repository` */
export function fieldImmutable(kind: Kind, key: ResourceKey, field: string): IdentikitError {
  return new IdentikitError(
    "IMMUTABLE_FIELD",
    `${field} of ${nameOfObject(kind, key)} does not change once it is made`,
    {
      remedy: "Leave the field as it is, or make another object.",
    },
  );
}

/** The fault for changes that are no longer kept, or of another database. */
export function watchTooOld(version: string, oldest: number): IdentikitError {
  return new IdentikitError(
    "WATCH_TOO_OLD",
    `the changes since version ${version} are not kept; the oldest that a watch can begin at is ${oldest}`,
    { remedy: "List the objects again, and watch from the version of that list." },
  );
}
