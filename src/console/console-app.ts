import { type Context, Hono } from "hono";
import type { ObjectDrafts } from "../agents/store/drafts/object-drafts.ts";
import { pageBefore } from "../api/doors/page-before.ts";
import { bearerToken } from "../api/kubernetes/access.ts";
import { IdentikitError } from "../fault/error.ts";
import { assetRoutes, type ConsoleAssets } from "./assets.ts";
import { type ConsoleApi, ViewerCalls } from "./calls/viewer-calls.ts";
import { type FormServices, pageBeforehand, performForm, type ShownPage } from "./console-forms.ts";
import { type FormValues, readForm } from "./form/form-values.ts";
import { readUpload } from "./form/read-upload.ts";
import { newPath, otherAddress } from "./old-paths.ts";
import { addressOf } from "./page/address.ts";
import { pathParts } from "./page/find-page.ts";
import type { PageDataOf, ViewName } from "./page/page.ts";
import { PageRefused } from "./page/page-refused.ts";
import { PageMaker, type PageMakerOptions, type PageRequest } from "./page-maker.ts";

export interface ConsoleOptions extends PageMakerOptions {
  /** The organisation whose overview is the first page. */
  readonly home: string;
  readonly assets: ConsoleAssets;
  /** What a form of ours bears, by the token of its viewer's session. */
  readonly csrfTokenOf: (token: string) => string;
  readonly onFault: (thrown: unknown) => void;
  readonly drafts: ObjectDrafts;
  /** What answers `/api` and `/apis`: forms are requests to it in their sender's name. */
  readonly api: ConsoleApi;
}

/**
 * The pages of the platform. Each is one address, made on the server; the same address with `accept: application/json` gives what the page
 * is drawn from. Who is not signed in gets 401.
 */
export function consoleApp(options: ConsoleOptions): Hono {
  const { access, home, onFault, assets, csrfTokenOf } = options;
  const pages = new PageMaker(options);
  const app = new Hono().route("/", assetRoutes(assets));
  app.get("/", (context) => context.redirect(addressOf(home, "agents")));
  for (const old of ["agents", "dispatches", "sessions", "inbox", "automations", "workspaces", "projects"])
    app.on("GET", [`/${old}`, `/${old}/*`], (context) => {
      const { pathname, searchParams } = new URL(context.req.url);
      const to = newPath(home, pathname, searchParams);
      return to === undefined ? context.notFound() : context.redirect(to, 308);
    });
  app.get("/orgs/:org", (context) => context.redirect(addressOf(context.req.param("org"), "agents")));
  app.get("/orgs/*", async (context) => {
    const asked = await askedBy(context);
    if (asked instanceof Response) return asked;
    const other = otherAddress(asked.organization, asked.parts);
    if (other !== undefined) return context.redirect(other, 308);
    return await answered(context, asked, () => pageBeforehand(asked, servicesOf(asked)));
  });
  app.post("/orgs/:org/*", async (context) => {
    const asked = await askedBy(context);
    if (asked instanceof Response) return asked;
    return await answered(context, asked, async () => {
      const done = await performForm(asked, servicesOf(asked), await readSent(asked.parts, context.req.raw));
      return "next" in done ? context.redirect(done.next, 303) : done;
    });
  });
  return app;

  function servicesOf({ token, viewer }: PageRequest & { readonly token: string }): FormServices {
    const { drafts, now, sources } = options;
    return {
      drafts,
      proposals: sources.proposals,
      rehearse: sources.rehearse,
      missingRight: (rights) => access.missingRight(viewer, rights),
      calls: new ViewerCalls(options.api, token),
      now: now(),
      onFault,
    };
  }

  async function askedBy(context: Context): Promise<(PageRequest & { readonly token: string }) | Response> {
    const token = bearerToken(context.req.header("authorization") ?? null);
    const viewer = await access.authenticate(token);
    const { pathname, search, searchParams: query } = new URL(context.req.url);
    const address = pathname + search;
    // The doors send a person from here to the login, and back.
    if (token === undefined || !viewer) return context.body(null, 401);
    const [, organization = "", ...parts] = pathParts(pathname) ?? [];
    if (access.organizationOf(viewer) !== organization)
      return await send(
        context,
        pages.refused({ ...{ viewer, organization, parts, address, query }, csrf: "" }, elsewhere),
        404,
      );
    return { viewer, organization, parts, address, query, csrf: csrfTokenOf(token), token };
  }

  async function answered(
    context: Context,
    request: PageRequest,
    work: () => Promise<ShownPage | Response>,
  ): Promise<Response> {
    try {
      const shown = await work();
      if (shown instanceof Response) return shown;
      return await send(context, await pages.make(shown.request), shown.status);
    } catch (thrown) {
      const refused = asRefusal(thrown);
      if (!refused) onFault(thrown);
      const shown =
        refused ?? new PageRefused(500, "This page could not be made; the server's log says why.");
      return await send(context, pages.refused(request, shown, pageBefore(context.req.raw)), shown.status);
    }
  }

  async function send<View extends ViewName>(
    context: Context,
    data: PageDataOf<View>,
    status: ShownPage["status"],
  ): Promise<Response> {
    context.header("cache-control", "no-store");
    context.header("vary", "accept, cookie");
    if (context.req.header("accept")?.startsWith("application/json")) return context.json(data, status);
    // The renderer and all views are loaded with the first page, not with the command.
    const { renderDocument } = await import("./ui/document.tsx");
    return context.html(renderDocument(data, assets), status);
  }
}

/** One address takes a file with its form. */
async function readSent(parts: readonly string[], request: Request): Promise<FormValues> {
  const takesFile = parts.join("/") === "config/bundle";
  return takesFile ? await readUpload(request) : await readForm(request);
}

const elsewhere = new PageRefused(
  404,
  "You have not signed in to this organisation.",
  "Sign in to it, or choose another one.",
);

/** A fault that the viewer can do something about. */
function asRefusal(thrown: unknown): PageRefused | undefined {
  if (thrown instanceof PageRefused) return thrown;
  if (!(thrown instanceof IdentikitError) || thrown.code === "INTERNAL") return undefined;
  return new PageRefused(422, thrown.message, thrown.remedy, thrown.code);
}
