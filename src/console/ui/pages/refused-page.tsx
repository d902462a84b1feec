import type { PageDataOf } from "../../page/page.ts";
import { PageHead } from "../components/shell/page-head.tsx";
import { FailureState, ForbiddenState, NotFoundState } from "../components/states/page-states.tsx";

/** Why there is nothing to see, and what can be done about it. */
export function RefusedPage({
  frame,
  model: { status, code, message, remedy, back },
}: PageDataOf<"refused">) {
  const offers = back === undefined ? [] : [{ id: "back", word: "Back to the form", href: back }];
  return (
    <>
      <PageHead title={frame.title} />
      {status === 403 ? (
        <ForbiddenState
          asked="the right to see this page"
          reasons={[message]}
          remedy={remedy}
          offers={offers}
        />
      ) : status === 404 ? (
        <NotFoundState what={message} offers={offers} />
      ) : (
        <FailureState code={code} message={message} remedy={remedy} offers={offers} />
      )}
    </>
  );
}
