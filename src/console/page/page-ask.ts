import type { Actor } from "../../agents/kinds/actor.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import type { ObjectDraft } from "../../agents/store/drafts/object-drafts.ts";
import type { SentBundle } from "../bundle/bundle-forms.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import type { ConsoleAnswer } from "../calls/viewer-calls.ts";
import type { Composed } from "../compose/compose-form.ts";
import type { DraftContent } from "../draft/draft-place.ts";
import type { FormValues } from "../form/form-values.ts";
import type { ViewModels } from "../models/view-models.ts";
import type { ConsoleSources } from "./console-sources.ts";
import type { Crumb, ViewName } from "./page.ts";
import type { ViewerObjects } from "./viewer-objects.ts";
import type { ViewerRights } from "./viewer-rights.ts";

/** What a page is made from. */
export interface PageAsk {
  readonly organization: string;
  /** The parameters of the page's path, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly viewer: Actor;
  readonly objects: ViewerObjects;
  /** What is not an object: templates, images, environments, rows of the config database. */
  readonly sources: ConsoleSources;
  readonly now: Date;
  /** What was sent, and what the server said before the page was made. */
  readonly sent: PageSent;
}

/** What a page is made with besides its address. */
export interface PageSent {
  /** The form that was not done; the query where there was none. */
  readonly values: FormValues;
  /** Why not. */
  readonly fault?: ServerFault | undefined;
  /** What a dry run came to. */
  readonly rehearsed?: ConsoleAnswer | undefined;
  /** What the viewer is writing here; without a time where nothing is saved yet. */
  readonly draft?: DraftContent | undefined;
  /** What came of a preview of a run. */
  readonly composed?: Composed | undefined;
  /** The bundle that the viewer has sent: its plan, and what came of importing it if nothing is kept. */
  readonly bundle?: SentBundle | undefined;
  /** Everything that the viewer is writing. */
  readonly drafts?: readonly ObjectDraft[] | undefined;
  /** Whether a pull request can be opened: who would be asked, or why not. */
  readonly proposal?: { readonly words: string; readonly reason?: string | undefined } | undefined;
}

/** What a page's loader gives. */
export interface LoadedPage<View extends ViewName> {
  readonly model: ViewModels[View];
  /** The page's title, where it is not that of all pages of its kind. */
  readonly title?: string;
  /** Kinds that this page shows besides those of the table of pages. */
  readonly watches?: readonly Kind[];
  /** Between the organisation and the page itself. */
  readonly crumbs?: readonly Crumb[];
  /** The attempt whose events the page shows as they come. */
  readonly attempt?: string | undefined;
  /**
   * Makes the model that is sent, with what is not in the database of objects: it runs when the state has been read, since whatever takes
   * long would hold up everybody there.
   */
  readonly finish?: () => Promise<ViewModels[View]>;
}

/** Makes the models of a view, in one state of the database and with the rights of its viewer. */
export type PageLoader<View extends ViewName> = (ask: PageAsk) => Promise<LoadedPage<View>>;

/** What a page is made from that shows no objects: it is read outside of the transaction in which objects are. */
export interface OwnAsk extends Omit<PageAsk, "objects"> {
  readonly rights: ViewerRights;
}

export interface OwnPageLoader<View extends ViewName> {
  /** What of `identikit.dev` the viewer must be allowed to list. */
  readonly resource: string;
  readonly load: (ask: OwnAsk) => Promise<LoadedPage<View>>;
}
