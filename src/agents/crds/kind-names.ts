import type { Kind } from "../kinds/kind.ts";
import { apiVersion } from "../resource/resource.ts";

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
