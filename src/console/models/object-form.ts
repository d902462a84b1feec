import { fieldsOf } from "../../fault/thrown.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import { applyAddress, backAddress, formAddress } from "../draft/draft-place.ts";
import { readDraft } from "../draft/draft-text.ts";
import { filledFields } from "../form/filled-fields.ts";
import { referencesOfKind, schemaFields } from "../form/schema-fields.ts";
import { addressOf, withQuery } from "../page/address.ts";
import type { FormField } from "../page/form-field.ts";
import { listAddress } from "../page/object-address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import { PageRefused } from "../page/page-refused.ts";
import { namesOfKinds } from "../review/review-scene.ts";
import { kindOfPlural } from "./object-list.ts";

/** The form of an object: fields of its schema, or its YAML; both write one draft. */
export interface ObjectFormModel {
  readonly kind: string;
  readonly summary: string;
  /** Where the form is sent. */
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly tab: "form" | "yaml";
  readonly fields: readonly FormField[];
  readonly yaml: string;
  /** Why there are no fields: the YAML cannot be read. */
  readonly fault?: ServerFault;
  /** When the draft was saved; left out where there is none yet. */
  readonly saved?: string;
  readonly isManaged: boolean;
  readonly review: ActionOffer;
  readonly back: string;
}

export async function loadObjectForm(ask: PageAsk): Promise<LoadedPage<"object-form">> {
  const { organization, objects, params, sent, query, viewer } = ask;
  const kind = kindOfPlural(params.plural ?? "");
  const name = params.name ?? "";
  if (kind.storage === "record")
    throw new PageRefused(
      422,
      `Programs write ${kind.plural} while agents work.`,
      "Use the actions of the object's page.",
    );
  const object = name === "" ? undefined : await objects.get(kind, name);
  const { draft } = sent;
  if (!draft) throw new PageRefused(404, "There is nothing to write here.");
  const key = { namespace: organization, person: viewer, kind: kind.plural, name };
  const read = readDraft(draft.content);
  const parsed = "object" in read ? read.object : undefined;
  const schema = schemaFields(kind.spec, ["spec"], referencesOfKind(kind.kind));
  const reasons = sent.fault?.reasons ?? [];
  const isManaged = object?.metadata.managedByRepository ?? false;
  const named = await namesOfKinds(
    objects,
    schema.flatMap(({ refers }) => refers ?? []),
  );
  const syntax: ServerFault | undefined =
    "reasons" in read
      ? {
          status: 422,
          code: "DOCUMENT_INVALID",
          message: "the draft is not one YAML document",
          reasons: read.reasons,
        }
      : undefined;
  const fault = syntax ?? sent.fault;
  return {
    title: name === "" ? `New ${kind.kind}` : `Edit ${name}`,
    crumbs: [
      { word: kind.kind, href: listAddress(organization, kind), what: "Kind" },
      ...(name === "" ? [] : [{ word: name, href: backAddress(key), what: kind.kind }]),
    ],
    model: {
      ...{ kind: kind.kind, summary: kind.summary, yaml: draft.content, isManaged, back: backAddress(key) },
      action: addressOf(organization, "drafts", kind.plural),
      hidden: { name },
      tab: query.get("tab") === "yaml" || !parsed ? "yaml" : "form",
      fields: parsed
        ? [
            ...(name === "" ? [nameField(fieldsOf(parsed.metadata).name, reasons)] : []),
            ...filledFields(schema, parsed, { named, reasons }),
          ]
        : [],
      ...(fault ? { fault } : {}),
      ...(draft.changed === undefined ? {} : { saved: draft.changed }),
      review: reviewOffer(ask, { plural: kind.plural, name, isManaged, href: applyAddress(key) }),
    },
  };
}

function nameField(name: unknown, reasons: ServerFault["reasons"]): FormField {
  const problem = reasons.find(({ field }) => field === "metadata.name")?.message;
  return {
    ...{ name: "metadata.name", label: "Name", type: "line", isRequired: true },
    values: typeof name === "string" && name !== "" ? [name] : [],
    description: "Lower-case letters, digits, - and ., unique among its kind.",
    ...(problem === undefined ? {} : { problem }),
  };
}

function reviewOffer(
  { objects }: PageAsk,
  {
    plural,
    name,
    isManaged,
    href,
  }: { readonly plural: string; readonly name: string; readonly isManaged: boolean; readonly href: string },
): ActionOffer {
  const verb = name === "" ? "create" : "update";
  const answer = isManaged
    ? ({ allowed: true } as const)
    : objects.rights.may(verb, { plural }, name || undefined);
  return objects.rights.offer({ word: isManaged ? "Review the pull request" : "Review", href }, answer);
}

/** The form with what a dry run has against the draft, at its fields. */
export function checkedFormAddress(key: Parameters<typeof formAddress>[0]): string {
  return withQuery(formAddress(key), { check: "1" });
}
