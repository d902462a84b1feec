import type { ActionOffer } from "../../../page/page.ts";
import { Icon } from "../icon/icon.tsx";
import { classes } from "../status/tone.ts";
import { asSentence } from "../text/as-sentence.ts";

/** An action with the reason below it, where it is disabled. */
export function ActionLink({ offer }: { readonly offer: ActionOffer }) {
  return (
    <span class="offer">
      <ActionWord offer={offer} />
      {isOff(offer) && <Reason offer={offer} />}
    </span>
  );
}

/** Several actions in a row; below them, why some of them are disabled. None is left out. */
export function ActionBar({
  offers,
  label,
}: {
  readonly offers: readonly ActionOffer[];
  readonly label: string;
}) {
  const off = offers.filter(isOff);
  return (
    <fieldset class="actions" aria-label={label}>
      <div class="row">
        {offers.map((offer) => (
          <ActionWord key={offer.id} offer={offer} />
        ))}
      </div>
      {off.length > 0 && (
        <ul class="reasons">
          {off.map((offer) => (
            <li key={offer.id}>
              <Icon name="ban" />
              <span>
                <span class="strong">{offer.word}:</span> <Reason offer={offer} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

function ActionWord({ offer }: { readonly offer: ActionOffer }) {
  const { word, href, icon, weight } = offer;
  const content = (
    <>
      {icon && <Icon name={icon} />}
      {word}
    </>
  );
  if (href !== undefined && !isOff(offer))
    return (
      <a class={classes("action", weight)} href={href}>
        {content}
      </a>
    );
  // It can be reached with the keyboard, so that its reason can be heard.
  return (
    <button class="action" type="button" aria-disabled="true" aria-describedby={reasonId(offer)}>
      {content}
    </button>
  );
}

function Reason({ offer }: { readonly offer: ActionOffer }) {
  return (
    <span class="reason" id={reasonId(offer)}>
      {asSentence(offer.reason ?? "The server does not offer it")} {offer.remedy}
    </span>
  );
}

function isOff({ href, reason }: ActionOffer): boolean {
  return href === undefined || reason !== undefined;
}

function reasonId({ id }: ActionOffer): string {
  return `why-not-${id}`;
}
