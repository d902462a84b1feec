import type { ComponentChildren } from "preact";
import { PageHead } from "../components/shell/page-head.tsx";
import { Time } from "../components/time/time.tsx";

export interface ReportHeadProps {
  readonly title: string;
  readonly beside: ComponentChildren;
  readonly lead: ComponentChildren;
  readonly writtenAt: string;
  /** The parts of the report, as links. */
  readonly parts: readonly (readonly [id: string, word: string])[];
}

/** How a report begins: what it is about, how it ended, when it was written, what is in it. */
export function ReportHead({ title, beside, lead, writtenAt, parts }: ReportHeadProps) {
  return (
    <>
      <PageHead
        title={title}
        beside={beside}
        lead={
          <>
            {lead}
            <span>
              written <Time at={writtenAt} />
            </span>
          </>
        }
      />
      <nav class="tabs" aria-label="Parts of this report">
        <ul>
          {parts.map(([id, word]) => (
            <li key={id}>
              <a href={`#${id}`}>{word}</a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
