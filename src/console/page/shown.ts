import type { Condition } from "../../agents/kinds/condition.ts";

/** A value as a page shows it: plain, so that it can be sent, and with what decides how it is drawn. */
export type Shown =
  | string
  | number
  | null
  | { readonly link: string; readonly text: string }
  /** Somewhere else, such as the page of the forge; shown as a link where it is one. */
  | { readonly outside: string; readonly text: string }
  /** RFC 3339. */
  | { readonly time: string }
  /** How long something took, or has taken until now. */
  | { readonly from: string; readonly to?: string | undefined }
  | { readonly phase: string; readonly kind: string; readonly means?: string | undefined }
  | { readonly digest: string }
  | { readonly code: string }
  | { readonly several: readonly Shown[] };

export interface ShownFact {
  readonly label: string;
  readonly value: Shown;
}

export interface ShownRow {
  readonly key: string;
  /** In the order of the columns. The first one names the row. */
  readonly cells: readonly Shown[];
}

export interface ShownTable {
  readonly columns: readonly string[];
  readonly rows: readonly ShownRow[];
  /** What is said where there is no row. */
  readonly empty: string;
  /** The next page. */
  readonly next?: string | undefined;
}

/** A part of a page under a heading of its own. */
export interface ShownSection {
  /** Unique on the page; it can be linked to. */
  readonly id: string;
  readonly title: string;
  readonly summary?: string | undefined;
  readonly facts?: readonly ShownFact[] | undefined;
  readonly conditions?: readonly Condition[] | undefined;
  readonly table?: ShownTable | undefined;
  /** Text as somebody wrote it, or YAML. */
  readonly text?: string | undefined;
  /** Further parts, folded away at first. */
  readonly folded?: boolean | undefined;
}

/** The states of the console that have a name, each with what a person has to know of it. */
export type StateName =
  | "SessionBindingPending"
  | "LegacyRunRedirect"
  | "StreamDisconnected"
  | "StreamReconnecting"
  | "WorkspaceMissing"
  | "WorkspaceRebaseNeeded"
  | "WorkspaceRebaseConflicts"
  | "AutomationRejected"
  | "AutomationCoalesced"
  | "ReviewChangesRequested"
  | "ApprovalBlocked"
  | "ContextLabelDrift";

export interface ShownState {
  readonly state: StateName;
  /** What happened. */
  readonly happened: string;
  /** What is still true. */
  readonly holds: string;
  /** What can be done: in words, and by links. */
  readonly remedy: string;
  readonly links: readonly { readonly link: string; readonly text: string }[];
}

/** A form that filters a list: a GET of the page's own address. */
export interface ShownFilter {
  readonly action: string;
  readonly fields: readonly FilterField[];
  /** Whether anything is filtered. */
  readonly active: boolean;
}

export interface FilterField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** What can be chosen; any text where this is left out. */
  readonly options?: readonly string[] | undefined;
}

/** A plot: rows of values over places, such as times. */
export interface ShownPlot {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What somebody sees who looks at it, in a sentence. */
  readonly summary: string;
  readonly unit: "count" | "dollars";
  readonly kind: "line" | "bars";
  /** What the places are: Time, Day. */
  readonly placeName: string;
  readonly places: readonly string[];
  /** `null` where nothing is known. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}
