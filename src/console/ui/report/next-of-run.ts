import type { NoticeProps } from "../components/states/notice.tsx";
import type { RunReportData } from "./run-report-data.ts";

/** What came of a run, what is still true, and what a person can do next. */
export function nextOfRun({ run, requests, bundle }: RunReportData): NoticeProps {
  const { phase, reason, message } = run.outcome;
  const said = [reason, message].filter((word) => word !== undefined).join(": ");
  const kept = `The run bundle ${bundle} has all of it, with digests.`;
  const takeIn = `Take the bundle in with identikit write-back --bundle ${bundle}.`;
  switch (phase) {
    case "Succeeded":
      return {
        ...{ tone: "ok", icon: "circle-check", title: "The agent ended, and said that it is done" },
        happened:
          requests.length === 0
            ? "It asked for nothing to be written back."
            : "What it asks for is below; nothing of it was written yet.",
        stillTrue: kept,
        canBeDone: takeIn,
      };
    case "Waiting":
      return {
        ...{ tone: "wait", icon: "circle-pause", title: "A person has to decide" },
        happened: said || "The agent wants something that its policy lets nobody do unasked.",
        stillTrue: `Nothing of it was done. ${kept}`,
        canBeDone: `${takeIn} Then decide about the approvals, and resume the run.`,
      };
    case "Cancelled":
      return {
        ...{ tone: "idle", icon: "circle-slash", title: "The run was cancelled" },
        happened: said || "Somebody, or a newer run, ended it.",
        stillTrue: `What it did until then is kept. ${kept}`,
        canBeDone: "Dispatch it again where the work is still wanted.",
      };
    case "Failed":
      return {
        ...{ tone: "bad", icon: "circle-x", title: "The run failed" },
        happened: said || "It ended without a result.",
        stillTrue: `Nothing was written to the forge. ${kept}`,
        canBeDone: "Look at the end of the timeline, fix what the reason names, then retry the run.",
      };
  }
}
