import type { FormValues } from "../form/form-values.ts";
import { readFields } from "../form/read-fields.ts";
import { referencesOfKind, schemaFields } from "../form/schema-fields.ts";
import { withQuery } from "../page/address.ts";
import { PageRefused } from "../page/page-refused.ts";
import {
  applyAddress,
  backAddress,
  type DraftContent,
  type DraftPlace,
  draftContent,
  formAddress,
} from "./draft-place.ts";
import { readDraft, withWishes } from "./draft-text.ts";

/**
 * Takes what a form says into the draft, and goes where its button leads: on in the form, in the YAML, to the review, or back.
 * @returns where its sender goes on
 */
export async function takeDraft(place: DraftPlace, values: FormValues): Promise<string> {
  const { key, drafts, now } = place;
  const button = values.one("do") ?? "save";
  if (button === "discard") {
    await drafts.discard(key);
    return withQuery(backAddress(key), { done: "discard" });
  }
  const before = await draftContent(place);
  await drafts.save(key, { ...before, content: contentOf(place, before, values) }, now);
  switch (button) {
    case "review":
      return applyAddress(key);
    case "yaml":
      return withQuery(formAddress(key), { tab: "yaml" });
    case "form":
      return formAddress(key);
    case "save":
      return withQuery(formAddress(key), { tab: values.has("yaml") ? "yaml" : undefined, done: "draft" });
    default:
      throw new PageRefused(422, `The form has no button ${JSON.stringify(button.slice(0, 40))}.`);
  }
}

/** The YAML as it was typed, or what the form changes of the draft. */
function contentOf({ key, kind }: DraftPlace, before: DraftContent, values: FormValues): string {
  const yaml = values.one("yaml");
  if (yaml !== undefined) return yaml;
  // Nothing can be put into what cannot be read: it is kept, and shown as YAML.
  if ("reasons" in readDraft(before.content)) return before.content;
  const wishes = readFields(schemaFields(kind.spec, ["spec"], referencesOfKind(kind.kind)), values);
  const name =
    key.name === "" && values.has("metadata.name")
      ? [{ path: ["metadata", "name"], value: values.one("metadata.name")?.trim() ?? "" }]
      : [];
  return withWishes(before.content, [...name, ...wishes]);
}
