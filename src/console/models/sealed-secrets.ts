import { addressOf, withQuery } from "../page/address.ts";
import type { SecretFacts } from "../page/console-sources.ts";
import type { OwnPageLoader } from "../page/page-ask.ts";

/** The sealed secrets by name; their values have no way here. */
export interface SealedSecretsModel {
  readonly secrets: readonly (SecretFacts & { readonly reads: string })[];
}

export const sealedSecretsPage: OwnPageLoader<"sealed-secrets"> = {
  resource: "secretnames",
  load: async ({ organization, sources }) => ({
    crumbs: [{ word: "Config", href: addressOf(organization, "config") }],
    model: {
      secrets: (await sources.secrets()).map((secret) => ({
        ...secret,
        reads: withQuery(addressOf(organization, "audit", "secrets"), { secret: secret.name }),
      })),
    },
  }),
};
