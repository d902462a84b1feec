import type { ActionOffer } from "../../page/page.ts";
import { asSentence } from "../components/text/as-sentence.ts";

/** Why the button of a form is disabled, which names it by `why-not`; nothing where it is not. */
export function WhyNot({ offer: { reason, remedy } }: { readonly offer: ActionOffer }) {
  if (reason === undefined) return null;
  return (
    <p class="reason" id="why-not">
      {asSentence(reason)} {remedy}
    </p>
  );
}
