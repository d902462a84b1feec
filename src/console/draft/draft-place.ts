import { manifestYaml } from "../../agents/crds/manifest-stream.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { apiVersion } from "../../agents/resource/resource.ts";
import type { DraftKey, ObjectDraft, ObjectDrafts } from "../../agents/store/drafts/object-drafts.ts";
import { managedAnnotation } from "../../api/kubernetes/object-form.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import type { ConsoleAnswer, ViewerCalls } from "../calls/viewer-calls.ts";
import { kindOfPlural } from "../models/object-list.ts";
import { addressOf, withQuery } from "../page/address.ts";
import { listAddress, objectAddress } from "../page/object-address.ts";
import { PageRefused } from "../page/page-refused.ts";
import { objectPath } from "../review/object-path.ts";
import { newDraft, readDraft } from "./draft-text.ts";

/** The object that a draft is of, with what it takes to read and write the draft. */
export interface DraftPlace {
  readonly key: DraftKey;
  readonly kind: Kind;
  readonly drafts: ObjectDrafts;
  readonly calls: ViewerCalls;
  readonly now: Date;
}

export type DraftContent = Pick<ObjectDraft, "content" | "base" | "version"> & { readonly changed?: string };

/** The form of an object, or of a new one. */
export function formAddress({ namespace, kind, name }: DraftKey): string {
  return name === ""
    ? addressOf(namespace, "objects", kind, "new")
    : addressOf(namespace, "objects", kind, name, "edit");
}

/** The page on which a draft is reviewed before it is applied. */
export function applyAddress({ namespace, kind, name }: DraftKey): string {
  return withQuery(addressOf(namespace, "review", "apply"), { kind, name });
}

/** Where one comes from, and goes back to: the object, or all of its kind. */
export function backAddress({ namespace, kind, name }: DraftKey): string {
  const found = kindOfPlural(kind);
  return name === "" ? listAddress(namespace, found) : objectAddress(namespace, found, name);
}

/** The draft; where there is none yet, what one begins with. @throws {PageRefused} where the object is not there, or not to be seen */
export async function draftContent(place: DraftPlace): Promise<DraftContent> {
  const found = await place.drafts.find(place.key, place.now);
  return found ?? (await currentContent(place));
}

/** The object as it is now, as a draft begins with it. @throws {PageRefused} */
export async function currentContent({ key, kind, calls }: DraftPlace): Promise<DraftContent> {
  const { namespace, name } = key;
  if (name === "") return { content: newDraft(kind, namespace), base: "", version: "" };
  const answer = await calls.ask({
    method: "GET",
    path: objectPath({ organization: namespace, kind, name }),
  });
  if ("fault" in answer) throw pageRefusal(answer.fault);
  const base = writtenYaml(kind, answer.body);
  return { content: base, base, version: String(fieldsOf(answer.body.metadata).resourceVersion ?? "") };
}

/**
 * Sends a draft as the whole object, with strict validation.
 * @param dryRun does everything but keep it
 */
export async function applyDraft(
  { key, kind, calls }: DraftPlace,
  { content, version }: DraftContent,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ConsoleAnswer> {
  const read = readDraft(content);
  if ("reasons" in read)
    return {
      fault: {
        status: 422,
        code: "DOCUMENT_INVALID",
        message: "the draft is not one YAML document",
        reasons: read.reasons,
      },
    };
  const { namespace: organization, name } = key;
  const query = `?fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`;
  const path = `${objectPath({ organization, kind, name })}${query}`;
  if (name === "") return await calls.ask({ method: "POST", path, body: read.object });
  // What was looked at is changed, and nothing that came after it.
  const metadata = { ...fieldsOf(read.object.metadata), resourceVersion: version };
  return await calls.ask({ method: "PUT", path, body: { ...read.object, metadata } });
}

/** An object of the API as people write it. */
export function writtenYaml({ kind }: Kind, body: Readonly<Record<string, unknown>>): string {
  const { name, namespace, labels, annotations } = fieldsOf(body.metadata);
  const { [managedAnnotation]: _, ...own } = fieldsOf(annotations);
  const metadata = {
    ...{ name, namespace },
    ...(labels === undefined ? {} : { labels }),
    ...(Object.keys(own).length === 0 ? {} : { annotations: own }),
  };
  return manifestYaml({ apiVersion, kind, metadata, spec: body.spec });
}

export function pageRefusal({ status, message, remedy }: ServerFault): PageRefused {
  return new PageRefused(status === 403 ? 403 : status === 404 ? 404 : 422, message, remedy);
}
