import { type Condition, condition } from "../../agents/kinds/condition.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import type { AssociationsModel } from "../associations/association.ts";
import { associationsOf } from "../associations/associations-of.ts";
import { applyCommand, objectYaml } from "../object/apply-command.ts";
import { auditedHistory, type ObjectHistory, objectHistory } from "../object/object-history.ts";
import { objectOffers } from "../object/object-offers.ts";
import { type ReadableField, readableFields } from "../object/readable-fields.ts";
import { addressOf } from "../page/address.ts";
import { listAddress } from "../page/object-address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import { kindOfPlural } from "./object-list.ts";

/** One object with everything that is known of it, as its kind's schema has it. */
export interface ObjectDetailModel {
  readonly kind: string;
  readonly name: string;
  readonly summary: string;
  readonly phase?: { readonly name: string; readonly meaning: string };
  readonly metadata: readonly (readonly [name: string, value: string])[];
  readonly spec: readonly ReadableField[];
  readonly status: readonly ReadableField[];
  readonly conditions: readonly ShownCondition[];
  readonly associations: AssociationsModel;
  readonly yaml: string;
  /** A shell command that applies the object again; left out for what programs write. */
  readonly command?: string;
  readonly history: ObjectHistory;
  readonly isManaged: boolean;
  readonly offers: readonly ActionOffer[];
}

export type ShownCondition = Pick<
  Condition,
  "type" | "status" | "severity" | "reason" | "message" | "remedy" | "lastTransitionTime"
> & {
  /** What it means where it holds. */
  readonly meaning?: string;
};

export async function loadObjectDetail(ask: PageAsk): Promise<LoadedPage<"object">> {
  const { organization, objects, params } = ask;
  const kind = kindOfPlural(params.plural ?? "");
  const object = await objects.get(kind, params.name ?? "");
  const { metadata } = object;
  const { phase, conditions: _, ...status } = fieldsOf(object.status);
  const yaml = objectYaml(kind, object);
  const model: ObjectDetailModel = {
    ...{ kind: kind.kind, name: metadata.name, summary: kind.summary, yaml },
    ...(typeof phase === "string" ? { phase: { name: phase, meaning: kind.phases?.[phase] ?? "" } } : {}),
    metadata: [
      ["Generation", String(metadata.generation)],
      ["Version", metadata.resourceVersion],
      ["Made", metadata.creationTimestamp],
      ["UID", metadata.uid],
      ...Object.entries(metadata.labels ?? {}).map(([name, value]): [string, string] => [
        `Label ${name}`,
        value,
      ]),
    ],
    spec: readableFields(kind.spec, object.spec, "spec"),
    status: readableFields(kind.status, status, "status"),
    conditions: conditionsOf(object.status, kind.conditions ?? {}),
    associations: await associationsOf(objects, object),
    ...(kind.storage === "config" ? { command: applyCommand(organization, yaml) } : {}),
    history: await objectHistory(ask, object),
    isManaged: metadata.managedByRepository,
    offers: await objectOffers(ask, kind, object),
  };
  return {
    title: metadata.name,
    crumbs: [
      { word: "Objects", href: addressOf(organization, "objects"), what: "Kinds" },
      { word: kind.kind, href: listAddress(organization, kind), what: "Kind" },
    ],
    watches: [kind],
    model,
    finish: async () => ({ ...model, history: await auditedHistory(ask, object, model.history) }),
  };
}

function conditionsOf(
  status: unknown,
  meanings: Readonly<Record<string, string>>,
): readonly ShownCondition[] {
  const { conditions } = fieldsOf(status);
  if (!Array.isArray(conditions)) return [];
  return conditions.flatMap((one) => {
    const read = condition.safeParse(one);
    if (!read.success) return [];
    const { observedGeneration: __, ...shown } = read.data;
    const meaning = meanings[shown.type];
    return [{ ...shown, ...(meaning === undefined ? {} : { meaning }) }];
  });
}
