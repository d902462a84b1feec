import type { ShownState } from "../../page/shown.ts";
import { StateNotice } from "../components/states/state-notice.tsx";

/** The named states that hold of what a page shows. */
export function StateList({ states }: { readonly states: readonly ShownState[] }) {
  return (
    <>
      {states.map(({ state, happened, holds, remedy, links }, at) => (
        <div key={`${state}-${at}`} data-state={state}>
          <StateNotice
            state={state}
            happened={happened}
            stillTrue={holds}
            canBeDone={remedy}
            offers={links.map(({ link, text }) => ({ id: `${state}-${at}-${link}`, word: text, href: link }))}
          />
        </div>
      ))}
    </>
  );
}
