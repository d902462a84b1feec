import type { ObjectDrafts } from "../agents/store/drafts/object-drafts.ts";
import { performAction } from "./actions/perform-action.ts";
import { bundlePlace, discardBundle, importForm, sentBundle, takeBundle } from "./bundle/bundle-forms.ts";
import type { ServerFault } from "./calls/server-fault.ts";
import { type ComposeServices, rehearseForm, startComposed } from "./compose/compose-form.ts";
import { applyForm } from "./draft/apply-forms.ts";
import { takeDraft } from "./draft/draft-forms.ts";
import { applyDraft, type DraftPlace, draftContent } from "./draft/draft-place.ts";
import { FormValues } from "./form/form-values.ts";
import { kindOfPlural } from "./models/object-list.ts";
import type { PageSent } from "./page/page-ask.ts";
import { PageRefused } from "./page/page-refused.ts";
import type { PageRequest } from "./page-maker.ts";
import type { ChangeProposals } from "./propose/change-proposals.ts";
import { proposeForm } from "./propose/propose-form.ts";
import { objectPath } from "./review/object-path.ts";

/** A page that is to be made, and the status that it is sent with. */
export interface ShownPage {
  readonly request: PageRequest;
  readonly status: 200 | PageRefused["status"];
}

/** What it takes to answer for somebody. */
export interface FormServices extends ComposeServices {
  readonly drafts: ObjectDrafts;
  readonly proposals: ChangeProposals;
  readonly now: Date;
  /** Given what went wrong after something was done, and changes nothing about it. */
  readonly onFault: (thrown: unknown) => void;
}

/**
 * What is asked before a page is made: what comes of something if nothing is kept, and what somebody is writing. It is no part of the state
 * that the page shows, and is read apart from it.
 */
export async function pageBeforehand(request: PageRequest, services: FormServices): Promise<ShownPage> {
  const values = request.sent?.values ?? new FormValues(request.query);
  const more = await sentFor(request, services, values);
  return { request: { ...request, sent: { values, ...more, ...request.sent } }, status: 200 };
}

async function sentFor(
  request: PageRequest,
  services: FormServices,
  values: FormValues,
): Promise<Omit<PageSent, "values">> {
  const { parts, organization: namespace, viewer: person } = request;
  const [folder, second = "", third = "", fourth] = parts;
  if (folder === "agents" && second === "drafts")
    return { drafts: await services.drafts.list({ namespace, person }, services.now) };
  if (folder === "review" && second === "delete") {
    const place = {
      organization: namespace,
      kind: kindOfPlural(values.one("kind") ?? ""),
      name: values.one("name") ?? "",
    };
    return {
      rehearsed: await services.calls.ask({ method: "DELETE", path: `${objectPath(place)}?dryRun=All` }),
    };
  }
  if (folder === "review" && second === "apply") {
    const place = draftPlace(request, services, values.one("kind") ?? "", values.one("name") ?? "");
    const draft = await services.drafts.find(place.key, services.now);
    if (!draft) return {};
    const rehearsed = await applyDraft(place, draft, { dryRun: true });
    return { draft, rehearsed, proposal: services.proposals.told() };
  }
  const ofBundle = ["config/bundle", "review/import"].indexOf(parts.join("/"));
  if (ofBundle !== -1) return await sentBundle(bundlePlace(request, services), ofBundle === 1);
  const isForm = folder === "objects" && (third === "new" ? fourth === undefined : fourth === "edit");
  if (!isForm) return {};
  const place = draftPlace(request, services, second, fourth === "edit" ? third : "");
  const draft = await draftContent(place);
  const checked = values.has("check") ? await applyDraft(place, draft, { dryRun: true }) : undefined;
  return { draft, ...(checked && "fault" in checked ? { fault: checked.fault } : {}) };
}

/**
 * Does what a form asks for.
 * @returns where its sender goes on, or the page that shows the form again with what the server said
 * @throws {PageRefused} for a form that is none of ours
 */
export async function performForm(
  request: PageRequest,
  services: FormServices,
  values: FormValues,
): Promise<{ readonly next: string } | ShownPage> {
  const { parts, organization } = request;
  if (parts.join("/") === "agents/dispatch/new") return await compose(request, services, values);
  const bundles = bundlePlace(request, services);
  if (parts.join("/") === "config/bundle") {
    const taken = await takeBundle(bundles, values);
    if ("next" in taken) return taken;
    const { request: shown } = await pageBeforehand(
      { ...request, sent: { values, fault: taken.fault } },
      services,
    );
    return { request: shown, status: statusOf(taken.fault) };
  }
  const [folder, word = "", ...more] = parts;
  if (more.length > 0) throw new PageRefused(404, "Nothing takes a form here.");
  if (folder === "drafts")
    return { next: await takeDraft(draftPlace(request, services, word, values.one("name") ?? ""), values) };
  if (folder === "actions" && word === "discard-bundle") return { next: await discardBundle(bundles) };
  if (folder !== "actions") throw new PageRefused(404, "Nothing takes a form here.");
  const draftOf = () => draftPlace(request, services, values.one("kind") ?? "", values.one("name") ?? "");
  const done =
    word === "apply"
      ? await applyForm(draftOf(), values)
      : word === "pull-request"
        ? await proposeForm(draftOf(), services, values)
        : word === "import"
          ? await importForm(bundles, values)
          : await performAction(services.calls, { organization, action: word }, values);
  if ("next" in done) return done;
  return await again(request, services, { word, values, fault: done.fault });
}

/** Previews a run, or starts the one that was previewed. */
async function compose(
  request: PageRequest,
  services: FormServices,
  values: FormValues,
): Promise<{ readonly next: string } | ShownPage> {
  const who = { organization: request.organization, by: request.viewer };
  const composed =
    values.one("do") === "dispatch"
      ? await startComposed(services, who, values)
      : await rehearseForm(services, who, values);
  if ("next" in composed) return composed;
  const status = "fault" in composed ? statusOf(composed.fault) : 200;
  return { request: { ...request, sent: { values, composed } }, status };
}

function draftPlace(
  { organization: namespace, viewer: person }: PageRequest,
  { calls, drafts, now }: FormServices,
  plural: string,
  name: string,
): DraftPlace {
  const kind = kindOfPlural(plural);
  if (kind.storage === "record")
    throw new PageRefused(
      422,
      `Programs write ${plural} while agents work.`,
      "Use the actions of the object's page.",
    );
  return { key: { namespace, person, kind: plural, name }, kind, drafts, calls, now };
}

/** The review once more, with the fault; the status is the server's, as far as pages have it. */
async function again(
  request: PageRequest,
  services: FormServices,
  {
    word,
    values,
    fault,
  }: { readonly word: string; readonly values: FormValues; readonly fault: ServerFault },
): Promise<ShownPage> {
  const review = {
    ...request,
    parts: ["review", word === "pull-request" ? "apply" : word],
    sent: { values, fault },
  };
  const { request: made } = await pageBeforehand(review, services);
  return { request: made, status: statusOf(fault) };
}

/** The server's status, as far as pages have it. */
function statusOf({ status }: ServerFault): PageRefused["status"] {
  const known = [403, 404, 409, 410, 413, 415, 500] as const;
  return known.find((one) => one === status) ?? 422;
}
