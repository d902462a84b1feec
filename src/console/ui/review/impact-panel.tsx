import type { ReviewImpact } from "../../models/review.ts";
import { shownText } from "../../page/shown-text.ts";

/** What policy says: which rights it takes and why they hold, who else has a say, and what is looked at again. */
export function ImpactPanel({ impact }: { readonly impact: ReviewImpact }) {
  const { rights, others, touches, rehearsal } = impact;
  return (
    <section class="panel" aria-labelledby="impact">
      <h2 id="impact">Policy</h2>
      <ul class="rights">
        {rights.map(({ text, isHeld, why }) => (
          <li key={text}>
            <strong>{isHeld ? "You may" : "You may not"}</strong> {shownText(text)}{" "}
            <small>{shownText(why)}</small>
          </li>
        ))}
      </ul>
      {others.map((line) => (
        <p key={line}>{shownText(line)}</p>
      ))}
      {rehearsal && (
        <p class={rehearsal.isDone ? "tone-ok" : "tone-bad"}>
          <strong>Dry run:</strong> {shownText(rehearsal.message)}
        </p>
      )}
      {touches.length > 0 && (
        <>
          <h3>Looked at again</h3>
          <ul>
            {touches.map(({ kind, name, href, field, phase }) => (
              <li key={`${kind}/${name}`}>
                <a href={href}>{name}</a> ({kind}, {field}){phase === undefined ? "" : `: ${phase}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
