import { type NamedState, namedStates } from "../../../../src/console/ui/components/states/named-states.ts";
import {
  EmptyState,
  FailureState,
  ForbiddenState,
  LoadingState,
  NotFoundState,
} from "../../../../src/console/ui/components/states/page-states.tsx";
import { StateNotice } from "../../../../src/console/ui/components/states/state-notice.tsx";
import type { Story } from "./story.ts";

const names = Object.keys(namedStates).filter((name): name is NamedState => name in namedStates);

export const stateStories: readonly Story[] = [
  ...names.map((state) => ({
    name: state,
    view: (
      <StateNotice
        state={state}
        offers={[
          { id: `${state}-open`, word: "Open the run", href: "/orgs/tidewater/agents/runs/run-9c41" },
          { id: `${state}-off`, word: "Retry", reason: "The run has not ended." },
        ]}
      />
    ),
  })),
  {
    name: "Empty",
    view: (
      <EmptyState
        title="No runs yet"
        offers={[{ id: "compose", word: "Dispatch a run", href: "/orgs/tidewater/agents/runs/new" }]}
      >
        A run appears here when a rule matches an event, or when somebody dispatches one.
      </EmptyState>
    ),
  },
  { name: "Loading", view: <LoadingState what="the runs" /> },
  {
    name: "Forbidden",
    view: (
      <ForbiddenState
        asked="get agentdispatchruns in tidewater"
        reasons={["Your roles: viewer of tidewater/docs."]}
      />
    ),
  },
  {
    name: "Not found",
    view: (
      <NotFoundState
        what="run run-0000"
        offers={[{ id: "list", word: "All runs", href: "/orgs/tidewater/agents/runs" }]}
      />
    ),
  },
  {
    name: "Failure",
    view: (
      <FailureState
        code="DATABASE_UNREACHABLE"
        message="The database at config.db does not answer."
        remedy="Start it, then load the page again."
      />
    ),
  },
];
