import type { Actor } from "../agents/kinds/actor.ts";
import { agentApproval } from "../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../agents/kinds/record/agent-dispatch-run.ts";
import type { ResourceReader, ResourceStore } from "../agents/resource/resource-store.ts";
import type { TokenAccess } from "../api/kubernetes/token-access.ts";
import { FormValues } from "./form/form-values.ts";
import { pageLoaders } from "./models/loaders.ts";
import { addressOf } from "./page/address.ts";
import type { ConsoleSources } from "./page/console-sources.ts";
import { type FoundPage, findPage } from "./page/find-page.ts";
import { notices } from "./page/notices.ts";
import type { ConsolePage, Counters, Frame, LoadedView, PageDataOf } from "./page/page.ts";
import type { LoadedPage, OwnAsk, OwnPageLoader, PageLoader, PageSent } from "./page/page-ask.ts";
import { PageRefused } from "./page/page-refused.ts";
import { ViewerObjects } from "./page/viewer-objects.ts";
import { ViewerRights } from "./page/viewer-rights.ts";
import { consolePages } from "./pages.ts";

export interface PageMakerOptions {
  readonly store: ResourceStore;
  readonly access: TokenAccess;
  readonly sources: ConsoleSources;
  readonly now: () => Date;
}

/** A page that somebody wants to see. */
export interface PageRequest {
  readonly viewer: Actor;
  readonly organization: string;
  /** The path below the organisation, decoded. */
  readonly parts: readonly string[];
  /** The address as the browser has it, from the first slash on. */
  readonly address: string;
  readonly query: URLSearchParams;
  /** What forms on the page bear. */
  readonly csrf: string;
  /** What was sent to it; its query where left out. */
  readonly sent?: PageSent | undefined;
}

/** Makes pages: finds which one an address stands for, reads what it shows in one state of the database, and what stands around it. */
export class PageMaker {
  readonly #options: PageMakerOptions;

  constructor(options: PageMakerOptions) {
    this.#options = options;
  }

  /** @throws {PageRefused} */
  async make(request: PageRequest): Promise<PageDataOf<LoadedView>> {
    const found = findPage(consolePages, request.parts);
    if (!found) throw new PageRefused(404, "page with this address");
    return await this.#page(request, found, found.page.view);
  }

  async #page<View extends LoadedView>(
    request: PageRequest,
    { page, params }: FoundPage,
    view: View,
  ): Promise<PageDataOf<View>> {
    const { organization, query, viewer } = request;
    const { sources } = this.#options;
    const now = this.#options.now();
    const given = { ...page.params, ...params };
    const sent = request.sent ?? { values: new FormValues(query) };
    const ask = { organization, params: given, query, viewer, sources, now, sent };
    const loader: PageLoader<View> | OwnPageLoader<View> = pageLoaders[view];
    const seen = await this.#look(request, async (objects, version) => ({
      ...{ rights: objects.rights, version, counters: await counters(objects) },
      // Both kinds of loaders are read in one state with the counters, where they read objects.
      loaded: typeof loader === "function" ? await loader({ ...ask, objects }) : loader,
    }));
    const { rights, version, counters: counted } = seen;
    const loaded = "model" in seen.loaded ? seen.loaded : await loadOwn(seen.loaded, { ...ask, rights });
    const { web } = sources.proposals.told();
    const around = { web, page, version, now, counters: counted, loaded };
    const model = (await loaded.finish?.()) ?? loaded.model;
    return { view, model, frame: frameOf(request, around) };
  }

  /** The page that says why another is not shown. */
  refused(
    request: PageRequest,
    { status, code, message, remedy }: PageRefused,
    back?: string,
  ): PageDataOf<"refused"> {
    const model = {
      ...{ status, code, message, ...(remedy === undefined ? {} : { remedy }) },
      ...(back === undefined ? {} : { back }),
    };
    const around = { version: "", now: this.#options.now(), counters: {} };
    const title =
      status === 403 ? "Not allowed" : status === 404 ? "Not found" : status === 500 ? "No page" : "Not done";
    return { view: "refused", model, frame: frameOf(request, { ...around, loaded: { title } }) };
  }

  async #look<Result>(
    { viewer, organization }: PageRequest,
    work: (objects: ViewerObjects, version: string) => Promise<Result>,
  ): Promise<Result> {
    const { store, access } = this.#options;
    if (access.organizationOf(viewer) !== organization)
      throw new PageRefused(
        404,
        `You have not signed in to an organisation ${JSON.stringify(organization)}.`,
      );
    const { identity } = await access.authorOf(viewer);
    return await store.read(async (reader: ResourceReader) => {
      const state = await access.stateSeenBy(reader);
      const rights = new ViewerRights(state, identity, organization, (asked) =>
        access.limitOn(viewer, asked),
      );
      const { resourceVersion } = await reader.list(agentApproval, { namespace: organization, limit: 1 });
      return await work(new ViewerObjects(reader, rights), resourceVersion);
    });
  }
}

/** @throws {PageRefused} 403 */
async function loadOwn<View extends LoadedView>(
  { resource, load }: OwnPageLoader<View>,
  ask: OwnAsk,
): Promise<LoadedPage<View>> {
  const answer = ask.rights.may("list", { plural: resource });
  if (!answer.allowed) throw new PageRefused(403, answer.reason, answer.remedy);
  return await load(ask);
}

interface Around {
  readonly page?: ConsolePage;
  readonly version: string;
  readonly now: Date;
  readonly counters: Counters;
  readonly web?: string | undefined;
  readonly loaded: Pick<LoadedPage<LoadedView>, "title" | "crumbs" | "watches" | "attempt">;
}

function frameOf(
  { organization, viewer, address, csrf }: PageRequest,
  { page, version, now, counters, loaded, web }: Around,
): Frame {
  // A page of one kind has a name of its own.
  const own = page?.params?.plural === undefined ? loaded.title : undefined;
  const title = own ?? page?.title ?? "Identikit";
  return {
    ...{ organization, organizations: [organization], viewer: viewer.name, title, address, csrf, counters },
    pageId: page?.id ?? "refused",
    crumbs: [{ word: organization, href: addressOf(organization, "agents") }, ...(loaded.crumbs ?? [])],
    ...noticeOf(address, web),
    now: now.toISOString(),
    live: {
      kinds: [...(page?.watches ?? []), ...(loaded.watches ?? [])].map(({ plural }) => plural),
      version,
      ...(loaded.attempt === undefined ? {} : { attempt: loaded.attempt }),
    },
  };
}

/** As many as are counted for the bar; where there are more, this number says so by itself. */
const countedMost = 100;

const countedForBar = [
  { kind: agentDispatchRun, phase: "Running" },
  { kind: agentDispatchRun, phase: "Queued" },
  { kind: agentApproval, phase: "Pending" },
] as const;

async function counters(objects: ViewerObjects): Promise<Counters> {
  const [running, queued, approvals] = await objects.counted(countedForBar, countedMost);
  return {
    ...(running === undefined ? {} : { running }),
    ...(queued === undefined ? {} : { queued }),
    ...(approvals === undefined ? {} : { approvals }),
  };
}

/** What was just done, as the address says it: in words of ours, and with no link but to the forge of the proposals. */
function noticeOf(address: string, web: string | undefined): Pick<Frame, "notice" | "noticeHref"> {
  const query = new URLSearchParams(address.split("?")[1] ?? "");
  const [done, at] = [query.get("done") ?? "", query.get("at") ?? ""];
  const notice = Object.hasOwn(notices, done) ? notices[done] : undefined;
  if (notice === undefined) return {};
  const isOurs = web !== undefined && /^https?:\/\//.test(at) && at.startsWith(web) && !at.includes("..");
  return { notice, ...(isOurs ? { noticeHref: at } : {}) };
}
