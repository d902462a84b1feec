import type { ServerFault } from "../../calls/server-fault.ts";
import { FailureState } from "../components/states/page-states.tsx";

/** Why the server did not do what a form asked for, in its own words; what was typed is kept. */
export function FaultNotice({ fault: { code, message, remedy, reasons } }: { readonly fault: ServerFault }) {
  return (
    <div role="alert">
      <FailureState
        {...{ code, message, reasons }}
        stillTrue="Nothing was changed. What you typed is still in the form."
        remedy={remedy ?? "Change what it names, and send the form again."}
      />
    </div>
  );
}
