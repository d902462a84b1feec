import type { ComponentChildren } from "preact";
import { HiddenCharacters } from "../text/hidden-characters.tsx";

export interface PageHeadProps {
  readonly title: string;
  /** What stands beside the title, such as a status. */
  readonly beside?: ComponentChildren;
  /** A line or some chips below it. */
  readonly lead?: ComponentChildren;
  /** What can be done, at the end. */
  readonly actions?: ComponentChildren;
}

/** The head of a page. */
export function PageHead({ title, beside, lead, actions }: PageHeadProps) {
  return (
    <div class="page-head">
      <div class="title">
        <h1 class="any-text">
          <HiddenCharacters text={title} most={300} />
        </h1>
        {beside}
        {lead !== undefined && <div class="lead row">{lead}</div>}
      </div>
      {actions}
    </div>
  );
}
