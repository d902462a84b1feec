import type { PageDataOf } from "../../page/page.ts";
import { RunPage } from "../pages/run-page.tsx";
import { TimelineDrawing } from "../parts/run-timeline.tsx";
import { WindowedTimeline } from "./windowed-timeline.tsx";

/** A run's page with a line of time that holds the visible rows only. */
export function LiveRunPage(data: PageDataOf<"run">) {
  return (
    <TimelineDrawing.Provider value={WindowedTimeline}>
      <RunPage {...data} />
    </TimelineDrawing.Provider>
  );
}
