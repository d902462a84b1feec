import type { ResourceAsk } from "../../agents/admission/rbac/rule-allows.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import type { FieldReason } from "../calls/server-fault.ts";
import type { ConsoleCall } from "../calls/viewer-calls.ts";
import type { FormValues } from "../form/form-values.ts";
import type { FormField } from "../page/form-field.ts";
import type { ActionOffer } from "../page/page.ts";

/** What an action is reviewed for. */
export interface ReviewPlace {
  readonly organization: string;
  readonly kind: Kind;
  /** Empty for what is new. */
  readonly name: string;
}

/** The target of an action, as it is now. */
export interface ReviewScene extends ReviewPlace {
  /** Nothing where the action makes the object. */
  readonly object: Resource | undefined;
  /** The repository, and the stack, that rights are asked for. */
  readonly repository: string | undefined;
  readonly stack: string | undefined;
  /** What the form says so far. */
  readonly values: FormValues;
  /** What the server has against what was sent. */
  readonly reasons: readonly FieldReason[];
  /** The objects of a kind that the viewer may see. */
  readonly named: (kind: string) => readonly string[];
  /** A word that nobody has had before: a form that is sent twice does one thing. */
  readonly once: string;
}

/** An action with all that a page has to say of it before it is done. */
export interface ReviewedAction {
  readonly action: string;
  /** Its name, as on a button. */
  readonly label: string;
  /** The kinds that it can be done to; all if left out. */
  readonly kinds?: readonly Kind[];
  /** What comes of it, in a sentence or two. */
  readonly does: string;
  readonly isGrave?: boolean;
  /** Whether it makes its target rather than changes one. */
  readonly makes?: boolean;
  /** Whether its target is gone afterwards. */
  readonly removes?: boolean;
  /** Every right that it takes. */
  readonly rights: (scene: ReviewScene) => readonly ResourceAsk[];
  /** Why it cannot be done now, whoever asks. */
  readonly obstacle?: (scene: ReviewScene) => Pick<ActionOffer, "reason" | "remedy"> | undefined;
  readonly fields?: (scene: ReviewScene) => readonly FormField[];
  /** The request that does it. */
  readonly call: (place: ReviewPlace, values: FormValues) => ConsoleCall;
}

/** An input that is a text. */
export function textField(
  scene: Pick<ReviewScene, "values">,
  field: Pick<FormField, "name" | "label" | "type"> & Partial<FormField>,
  initial = "",
): FormField {
  const value = scene.values.one(field.name) ?? initial;
  return { isRequired: false, values: value === "" ? [] : [value], ...field };
}
