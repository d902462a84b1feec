import type { ActionName } from "../../agents/admission/rbac/action-rights.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import type { ViewModels } from "../models/view-models.ts";
import type { IconName } from "../ui/components/icon/icon-shapes.ts";

export type ViewName = keyof ViewModels;

/** The views that pages ask for; the other one says why there is nothing to see. */
export type LoadedView = Exclude<ViewName, "refused">;

/** One page of the console: where it is, and which objects and actions it is made of. */
export interface ConsolePage {
  readonly id: string;
  /** Below `/orgs/:org/`; a part that begins with a colon is a parameter. */
  readonly path: string;
  readonly title: string;
  readonly view: LoadedView;
  /** Parameters that the path does not have: the kind of a list, the tab of a repository. */
  readonly params?: Readonly<Record<string, string>>;
  /** What it shows, in a sentence. */
  readonly shows: string;
  /** Kinds whose objects it reads; what is not an object by its name. */
  readonly reads: readonly (Kind | string)[];
  /** What can be done from it. */
  readonly writes: readonly (ActionName | Kind | string)[];
  /** Kinds whose changes it shows at once. */
  readonly watches: readonly Kind[];
}

/** A link of the way from the organisation to the page, and to what the page's object came from. */
export interface Crumb {
  readonly word: string;
  /** What it is: Repository, Rule, Workspace … */
  readonly what?: string | undefined;
  /** Left out for the page itself, and for what the viewer may not see. */
  readonly href?: string | undefined;
}

/** Something that can be done, as the server says it: where to, or why not. */
export interface ActionOffer {
  /** Its name, once a page. */
  readonly id: string;
  readonly word: string;
  /** The page where it is reviewed before it is done. */
  readonly href?: string | undefined;
  /** Why it cannot be done now: with it the action is shown, and leads nowhere. */
  readonly reason?: string | undefined;
  readonly remedy?: string | undefined;
  readonly icon?: IconName | undefined;
  /** `first` for what a person most likely wants, `danger` for what cannot be taken back. */
  readonly weight?: "first" | "danger" | undefined;
}

/** What stands around every page. */
export interface Frame {
  readonly organization: string;
  /** The organisations that the viewer may choose. */
  readonly organizations: readonly string[];
  readonly viewer: string;
  /** The page's title, as the window has it. */
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  readonly pageId: string;
  /** The page's own address, from the first slash on. */
  readonly address: string;
  /** What was just done from here. */
  readonly notice?: string;
  /** Where that is to be seen; on our own forge only. */
  readonly noticeHref?: string;
  /** When the server read what the page shows; RFC 3339. */
  readonly now: string;
  /** Proves of a form that a page of ours made it. */
  readonly csrf: string;
  readonly live: LiveFrame;
  readonly counters: Counters;
}

/** What the page listens to: changes of these kinds after this version. */
export interface LiveFrame {
  readonly kinds: readonly string[];
  readonly version: string;
  /** The attempt whose events it listens to as well. */
  readonly attempt?: string;
}

/** What is going on, for the bar at the top. What the viewer may not see is left out. */
export interface Counters {
  readonly running?: number;
  readonly queued?: number;
  readonly approvals?: number;
}

/** A page as it is sent: to the renderer, and to the browser. */
export interface PageDataOf<View extends ViewName> {
  readonly frame: Frame;
  readonly view: View;
  readonly model: ViewModels[View];
}

/** Whether what a page shows is so now: `still` on a page that nothing changes by itself, and before the script is at work. */
export type LiveState =
  | { readonly state: "still" | "live" }
  /** RFC 3339: since when nothing was heard of the server. */
  | { readonly state: "StreamDisconnected" | "StreamReconnecting"; readonly since: string };
