import { addressOf } from "../../page/address.ts";
import type { PageDataOf } from "../../page/page.ts";
import { PageHead } from "../components/shell/page-head.tsx";
import { PagedTimeline } from "../parts/run-timeline.tsx";

export function RunEventsPage({ model: { run, part }, frame }: PageDataOf<"run-events">) {
  return (
    <>
      <PageHead title={frame.title} />
      <section class="panel" aria-label="Events">
        {part ? <PagedTimeline part={part} /> : <p class="pad muted">The run has had no attempt yet.</p>}
        <p class="pad">
          <a href={addressOf(frame.organization, "agents", "runs", run)}>The run</a>
        </p>
      </section>
    </>
  );
}
