import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { allKinds } from "../kinds/all-kinds.ts";
import type { Kind } from "../kinds/kind.ts";
import { apiGroup, apiVersion } from "../resource/resource.ts";

/** The version's own name: v1alpha1. */
export const versionName: string = apiVersion.slice(apiVersion.indexOf("/") + 1);

/** Whatever a kind is called, in the members that a CustomResourceDefinition has for it. */
export interface KindNames {
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames?: readonly string[];
  readonly categories: readonly string[];
}

/** What a kind is called; `kubectl get identikit` asks for all that people declare. */
export function kindNames({ kind, plural, shortNames, storage }: Kind): KindNames {
  return {
    plural,
    singular: kind.toLowerCase(),
    kind,
    listKind: `${kind}List`,
    ...(shortNames === undefined ? {} : { shortNames }),
    categories: storage === "config" ? ["identikit"] : ["identikit-records"],
  };
}

/** The kind that a person means: by its plural, kind, singular or a short name, with or without the API group, in any letter case. */
export function kindMeant(text: string): Kind | undefined {
  const lower = text.toLowerCase();
  const asked = lower.endsWith(`.${apiGroup}`) ? lower.slice(0, -apiGroup.length - 1) : lower;
  return allKinds.find((one) => {
    const { plural, singular, shortNames = [] } = kindNames(one);
    return [plural, singular, ...shortNames].includes(asked);
  });
}

/**
 * {@link kindMeant}, where a kind is needed.
 * @throws {IdentikitError} `RESOURCE_INVALID`
 */
export function kindCalled(text: string): Kind {
  const kind = kindMeant(text);
  if (kind) return kind;
  const known = allKinds.map((one) => one.plural);
  throw new IdentikitError(
    "RESOURCE_INVALID",
    `there is no kind ${JSON.stringify(text)}${suggestion(text.toLowerCase(), known)}`,
    { remedy: `Known kinds: ${known.join(", ")}.` },
  );
}
