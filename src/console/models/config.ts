import { bundleAddress } from "../bundle/bundle-forms.ts";
import { addressOf } from "../page/address.ts";
import type { RowFacts } from "../page/console-sources.ts";
import type { ActionOffer } from "../page/page.ts";
import type { OwnPageLoader } from "../page/page-ask.ts";

/** The rows of the config database. */
export interface ConfigModel {
  readonly rows: readonly RowFacts[];
  readonly total: number;
  readonly filter: { readonly table: string; readonly scope: string; readonly key: string };
  readonly offers: readonly ActionOffer[];
  readonly agents: readonly { readonly name: string; readonly href: string }[];
}

const mostRows = 200;

export const configPage: OwnPageLoader<"config"> = {
  resource: "configrows",
  load: async ({ organization, query, sources, rights }) => {
    const filter = {
      table: query.get("table") ?? "",
      scope: query.get("scope") ?? "",
      key: query.get("key") ?? "",
    };
    const { rows, total } = await sources.rows({
      table: filter.table || undefined,
      scope: filter.scope || undefined,
      key: filter.key || undefined,
      limit: mostRows,
    });
    const names = await sources.agentNames();
    return {
      model: {
        ...{ rows, total, filter },
        offers: [
          rights.offer({ word: "Import a bundle", href: bundleAddress(organization) }, { allowed: true }),
        ],
        agents: names.slice(0, mostRows).map((name) => ({
          name,
          href: addressOf(organization, "environments", name),
        })),
      },
    };
  },
};
