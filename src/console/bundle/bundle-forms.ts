import type { ObjectDrafts } from "../../agents/store/drafts/object-drafts.ts";
import { importedBundle } from "../../api/agents/bundle-bodies.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import type { ConsoleAnswer, ViewerCalls } from "../calls/viewer-calls.ts";
import type { FormValues } from "../form/form-values.ts";
import { addressOf, withQuery } from "../page/address.ts";
import { PageRefused } from "../page/page-refused.ts";
import type { PageRequest } from "../page-maker.ts";

/** What a bundle that somebody has sent is kept under, among their drafts: one of a person, the newest. */
export const bundleDraft = "configbundles";
/** What such a draft notes where rows that the bundle lacks are to be deleted. */
const pruning = "prune";

const api = "/api/agents/config/bundles";

/** A bundle that waits to be imported, with what the server says of it now. */
export interface SentBundle {
  /** RFC 3339: when it was sent. */
  readonly saved: string;
  readonly prune: boolean;
  /** Its plan. */
  readonly planned: ConsoleAnswer;
  /** What came of importing it if nothing is kept; for the review only. */
  readonly rehearsed?: ConsoleAnswer | undefined;
}

/** Whose bundle, and what it takes to ask about it. */
export interface BundlePlace {
  readonly organization: string;
  readonly viewer: PageRequest["viewer"];
  readonly drafts: ObjectDrafts;
  readonly calls: ViewerCalls;
  readonly now: Date;
  /** Given what went wrong after the work was done. */
  readonly onFault: (thrown: unknown) => void;
}

export function bundlePlace(
  { organization, viewer }: Pick<PageRequest, "organization" | "viewer">,
  { drafts, calls, now, onFault }: Pick<BundlePlace, "drafts" | "calls" | "now" | "onFault">,
): BundlePlace {
  return { organization, viewer, drafts, calls, now, onFault };
}

export function bundleAddress(organization: string): string {
  return addressOf(organization, "config", "bundle");
}

/** What is to be shown of the bundle that somebody has sent; nothing where there is none. */
export async function sentBundle(
  place: BundlePlace,
  forReview: boolean,
): Promise<{ readonly bundle?: SentBundle }> {
  const { calls, drafts, now } = place;
  const draft = await drafts.find(keyOf(place), now);
  if (!draft) return {};
  const prune = draft.base === pruning;
  const body = { bundle: draft.content, prune };
  const planned = await calls.ask({ method: "POST", path: `${api}/plan`, body });
  const rehearsed =
    forReview && !("fault" in planned)
      ? await calls.ask({ method: "POST", path: `${api}/import`, body: { ...body, dryRun: true } })
      : undefined;
  return { bundle: { saved: draft.changed, prune, planned, rehearsed } };
}

/** Keeps a bundle that can be planned; what cannot is not kept. @returns where its sender goes on, or why not */
export async function takeBundle(
  place: BundlePlace,
  values: FormValues,
): Promise<{ readonly next: string } | { readonly fault: ServerFault }> {
  const { organization, calls, drafts, now } = place;
  const [bundle, prune] = [values.one("bundle") ?? "", values.has("prune")];
  const planned = await calls.ask({ method: "POST", path: `${api}/plan`, body: { bundle, prune } });
  if ("fault" in planned) return planned;
  await drafts.save(keyOf(place), { content: bundle, base: prune ? pruning : "", version: "" }, now);
  return { next: bundleAddress(organization) };
}

/** Imports the bundle whose plan was reviewed, and no other, into the state that the plan was made for. */
export async function importForm(
  place: BundlePlace,
  values: FormValues,
): Promise<{ readonly next: string } | { readonly fault: ServerFault }> {
  const { organization, calls, drafts, now, onFault } = place;
  const draft = await drafts.find(keyOf(place), now);
  if (!draft) throw new PageRefused(404, "There is no bundle to import.", "Send it once more.");
  const counted = (name: string) => Number(values.one(name) ?? "");
  const plan = {
    ...{ bundle: values.one("bundle") ?? "", base: values.one("base") ?? "" },
    prune: values.one("prune") === "true",
    counts: { create: counted("create"), change: counted("change"), delete: counted("delete") },
  };
  const body = { bundle: draft.content, prune: draft.base === pruning, plan };
  const done = await calls.ask({ method: "POST", path: `${api}/import`, body });
  if ("fault" in done) return done;
  const { openRecord } = importedBundle.parse(done.body);
  // Where it cannot be forgotten, the bundle waits with a plan that changes nothing: no reason to call the import a failure.
  await drafts.discard(keyOf(place)).catch(onFault);
  const word = openRecord === undefined ? "import" : "import-unclosed";
  return { next: withQuery(addressOf(organization, "config"), { done: word }) };
}

/** Forgets the bundle that somebody has sent. @returns where they go on */
export async function discardBundle(place: BundlePlace): Promise<string> {
  await place.drafts.discard(keyOf(place));
  return withQuery(bundleAddress(place.organization), { done: "discard" });
}

function keyOf({ organization: namespace, viewer: person }: BundlePlace) {
  return { namespace, person, kind: bundleDraft, name: "" };
}
