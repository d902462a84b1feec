import { patchTypes } from "../../agents/crds/openapi-operations.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import type { ResourceStore, ResourceWriter } from "../../agents/resource/resource-store.ts";
import { deleteOptions } from "./delete-options.ts";
import { jsonPatch } from "./json-patch.ts";
import { mergePatch } from "./merge-patch.ts";
import { objectForm } from "./object-form.ts";
import { bodyType, jsonBody, objectOf } from "./request-body.ts";
import { RequestRefused } from "./status.ts";
import { isDryRun, type WriteQuery } from "./write-query.ts";
import { type WriteTarget, writtenObject, writtenStatus } from "./written-object.ts";

/** One object, by path; what is written of it is the object, or its status. */
export interface ItemTarget extends WriteTarget {
  readonly name: string;
  readonly subresource?: "status" | undefined;
}

/** What came of a write. */
export interface ObjectWrite {
  readonly object: Resource;
  readonly warnings: readonly string[];
}

/** Makes an object. */
export async function createObject(
  store: ResourceStore,
  target: WriteTarget,
  request: Request,
  query: WriteQuery,
): Promise<ObjectWrite> {
  bodyType(request, ["application/json"]);
  const { declared, resourceVersion, warnings } = writtenObject(
    objectOf(await jsonBody(request)),
    target,
    query,
  );
  if (resourceVersion !== undefined)
    throw new RequestRefused("BadRequest", "resourceVersion should not be set on objects to be created");
  const object = await store.write((writer) => writer.create(target.kind, declared), {
    dryRun: query.dryRun,
  });
  return { object: query.dryRun ? withVersion(object, "") : object, warnings };
}

/** Gives an object, or its status, another content as a whole. */
export async function replaceObject(
  store: ResourceStore,
  target: ItemTarget,
  request: Request,
  query: WriteQuery,
): Promise<ObjectWrite> {
  bodyType(request, ["application/json"]);
  const value = objectOf(await jsonBody(request));
  return await store.write(
    async (writer) => {
      const current = await existing(writer, target);
      return await put(writer, target, { value, current, query, unconditional: false });
    },
    { dryRun: query.dryRun },
  );
}

/** Changes an object, or its status, by a merge patch (RFC 7386) or a JSON patch (RFC 6902). */
export async function patchObject(
  store: ResourceStore,
  target: ItemTarget,
  request: Request,
  query: WriteQuery,
): Promise<ObjectWrite> {
  const type = bodyType(request, patchTypes);
  const patch = await jsonBody(request);
  const apply = type === "application/merge-patch+json" ? mergePatch : jsonPatch;
  if (apply === mergePatch) objectOf(patch);
  return await store.write(
    async (writer) => {
      const current = await existing(writer, target);
      const value = objectOf(apply(JSON.parse(JSON.stringify(objectForm(current))), patch));
      return await put(writer, target, { value, current, query, unconditional: true });
    },
    { dryRun: query.dryRun },
  );
}

/** Removes an object, and gives what it was. */
export async function deleteObject(
  store: ResourceStore,
  target: ItemTarget,
  request: Request,
): Promise<Resource> {
  const options = await deleteOptions(request);
  const dryRun = options.dryRun || isDryRun(new URL(request.url).searchParams.getAll("dryRun"));
  return await store.write(
    async (writer) => {
      const { metadata } = await existing(writer, target);
      checkUid(options.uid, metadata.uid);
      const { resourceVersion } = options;
      return await writer.delete(target.kind, target, {
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      });
    },
    { dryRun },
  );
}

interface Put {
  readonly value: Record<string, unknown>;
  readonly current: Resource;
  readonly query: WriteQuery;
  /** Whether a write that names no version is done. */
  readonly unconditional: boolean;
}

async function put(
  writer: ResourceWriter,
  target: ItemTarget,
  { value, current, query, unconditional }: Put,
): Promise<ObjectWrite> {
  const read =
    target.subresource === "status"
      ? writtenStatus(value, target, query)
      : writtenObject(value, target, query);
  checkUid(read.uid, current.metadata.uid);
  const { resourceVersion = unconditional ? current.metadata.resourceVersion : undefined } = read;
  if (resourceVersion === undefined)
    throw new RequestRefused(
      "Invalid",
      "metadata.resourceVersion: Invalid value: 0x0: must be specified for an update",
    );
  const expected = { resourceVersion };
  const object =
    "status" in read
      ? await writer.setStatus(target.kind, target, read.status, expected)
      : await writer.update(target.kind, read.declared, expected);
  const shown = query.dryRun ? withVersion(object, current.metadata.resourceVersion) : object;
  return { object: shown, warnings: read.warnings };
}

/** What is not kept has no version of its own: a difference between the two shows what would change, and nothing else. */
function withVersion(object: Resource, resourceVersion: string): Resource {
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}

async function existing(
  reader: Pick<ResourceWriter, "get">,
  { kind, namespace, name }: ItemTarget,
): Promise<Resource> {
  const object = await reader.get(kind, { namespace, name });
  if (object) return object;
  throw notFound(kind.plural, name);
}

/** @param plural the kind's */
export function notFound(plural: string, name: string, group = "identikit.dev"): RequestRefused {
  const resource = group === "" ? plural : `${plural}.${group}`;
  return new RequestRefused("NotFound", `${resource} ${JSON.stringify(name)} not found`, {
    details: { name, group, kind: plural },
  });
}

function checkUid(wanted: string | undefined, uid: string): void {
  if (wanted === undefined || wanted === uid) return;
  throw new RequestRefused(
    "Conflict",
    `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${uid}`,
  );
}
