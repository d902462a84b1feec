import { rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import {
  importedBundle,
  longestBundle,
  type PlannedBundle,
  plannedBundle,
} from "../../api/agents/bundle-bodies.ts";
import { bundleAddress, type SentBundle } from "../bundle/bundle-forms.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import { addressOf } from "../page/address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { OwnPageLoader } from "../page/page-ask.ts";
import { PageRefused } from "../page/page-refused.ts";
import type { ReviewImpact } from "./review.ts";

/** The rows of one scope that an import would change. */
export interface PlannedScope {
  /** Empty for tables without scopes: agents, their types, and secrets. */
  readonly scope: string;
  readonly rows: PlannedBundle["rows"];
}

/** What importing a bundle would do. */
export interface BundlePlanned {
  readonly plan: PlannedBundle["plan"];
  /** How many rows would change. */
  readonly changes: number;
  readonly scopes: readonly PlannedScope[];
  /** Rows that would change and are not shown. */
  readonly more: number;
  readonly waiting: readonly string[];
}

/** A bundle that is sent, and what would come of it. */
export interface BundleModel {
  /** Characters that it may have. */
  readonly longest: number;
  readonly sent?: { readonly at: string; readonly planned?: BundlePlanned; readonly review: ActionOffer };
  readonly discard: string;
  /** Why there is no plan. */
  readonly fault?: ServerFault;
}

/** What somebody sees before a bundle is imported. */
export interface BundleReviewModel {
  readonly planned?: BundlePlanned;
  readonly back: string;
  readonly impact: ReviewImpact;
  readonly hidden: Readonly<Record<string, string>>;
  readonly offer: ActionOffer;
  readonly fault?: ServerFault;
}

const scopeOrder = ["builtin", "global", "type", "instance"];
/** For agents, their types, and secrets. */
const noScope = "";

export const bundlePage: OwnPageLoader<"bundle"> = {
  resource: "configrows",
  load: async ({ organization, rights, sent: { bundle, fault } }) => {
    const planned = bundle && plannedOf(bundle);
    const failed = fault ?? (bundle && "fault" in bundle.planned ? bundle.planned.fault : undefined);
    const obstacle =
      planned === undefined
        ? { reason: "There is no plan.", remedy: "Send a bundle that can be imported." }
        : planned.changes === 0
          ? { reason: "Nothing would change.", remedy: "There is nothing to import." }
          : undefined;
    const offered = { word: "Review the import", href: addressOf(organization, "review", "import") };
    return {
      crumbs: [{ word: "Config", href: addressOf(organization, "config") }],
      model: {
        longest: longestBundle,
        ...(bundle
          ? {
              sent: {
                at: bundle.saved,
                ...(planned ? { planned } : {}),
                review: rights.offer({ ...offered, weight: "first" }, { allowed: true }, obstacle),
              },
            }
          : {}),
        discard: addressOf(organization, "actions", "discard-bundle"),
        ...(failed ? { fault: failed } : {}),
      },
    };
  },
};

export const bundleReviewPage: OwnPageLoader<"bundle-review"> = {
  resource: "configrows",
  load: async ({ organization, rights, sent: { bundle, fault } }) => {
    if (!bundle) throw new PageRefused(404, "There is no bundle to import.", "Send one first.");
    const planned = plannedOf(bundle);
    const failed = fault ?? ("fault" in bundle.planned ? bundle.planned.fault : undefined);
    const taken = rightsFor("import", { namespace: organization });
    const { rehearsed } = bundle;
    const refused = rehearsed && "fault" in rehearsed ? rehearsed.fault : undefined;
    const obstacle =
      planned === undefined || refused
        ? {
            reason: `${(refused ?? failed)?.code}: the server would refuse it.`,
            remedy: "Send another bundle.",
          }
        : planned.changes === 0
          ? { reason: "Nothing would change.", remedy: "There is nothing to import." }
          : undefined;
    return {
      crumbs: [
        { word: "Config", href: addressOf(organization, "config") },
        { word: "Import a bundle", href: bundleAddress(organization) },
      ],
      model: {
        ...(planned ? { planned } : {}),
        back: bundleAddress(organization),
        impact: { rights: rights.explained(taken), others: [], touches: [], ...rehearsal(bundle) },
        hidden: planned ? hiddenOf(planned) : {},
        offer: rights.offer(
          { word: "Import", href: addressOf(organization, "actions", "import"), weight: "first" },
          rights.answer(taken),
          obstacle,
        ),
        ...(failed ? { fault: toldHere(failed) } : {}),
      },
    };
  },
};

function plannedOf({ planned }: SentBundle): BundlePlanned | undefined {
  if ("fault" in planned) return undefined;
  const { plan, rows, waiting } = plannedBundle.parse(planned.body);
  const changes = plan.counts.create + plan.counts.change + plan.counts.delete;
  const scopes = [...scopeOrder, noScope].flatMap((scope) => {
    const own = rows.filter((row) => (row.scope ?? noScope) === scope);
    return own.length === 0 ? [] : [{ scope, rows: own }];
  });
  return { plan, changes, scopes, more: changes - rows.length, waiting };
}

/** What the form sends along: the plan that its sender has looked at. */
function hiddenOf({ plan: { bundle, base, prune, counts } }: BundlePlanned): Record<string, string> {
  const words = Object.entries(counts).map(([kind, rows]): [string, string] => [kind, String(rows)]);
  return { bundle, base, prune: String(prune), ...Object.fromEntries(words) };
}

/** What a dry run on the server came to. */
function rehearsal({ rehearsed }: SentBundle): Pick<ReviewImpact, "rehearsal"> {
  if (!rehearsed) return {};
  if ("fault" in rehearsed)
    return { rehearsal: { isDone: false, message: `${rehearsed.fault.code}: ${rehearsed.fault.message}` } };
  const { agents } = importedBundle.parse(rehearsed.body);
  const named = agents.slice(0, 20).join(", ");
  const message =
    agents.length === 0
      ? "The server would do it. No agent would become due."
      : `The server would do it. To be rendered then: ${named}${agents.length > 20 ? `, and ${agents.length - 20} more` : ""}.`;
  return { rehearsal: { isDone: true, message } };
}

/** This page has the plan as it is now. */
function toldHere(fault: ServerFault): ServerFault {
  if (fault.code !== "PLAN_STALE") return fault;
  return { ...fault, remedy: "This page shows the plan as it is now: look at it, and import again." };
}
