import type { ObjectHistory } from "../../object/object-history.ts";
import { shownText } from "../../page/shown-text.ts";

/** What was done with an object, the newest first. */
export function HistoryPanel({ history }: { readonly history: ObjectHistory }) {
  const { entries, isPartial, isHidden } = history;
  return (
    <section class="panel" aria-labelledby="history">
      <h2 id="history">History</h2>
      {isHidden && <p>You may not list actions.</p>}
      {entries.length === 0 ? (
        <p>Nobody has done anything with it yet.</p>
      ) : (
        <ol class="history">
          {entries.map(({ time, who, what, phase, message, href, line }) => (
            <li key={`${time} ${what} ${line ?? href ?? ""}`}>
              <time dateTime={time}>{time}</time> {href === undefined ? what : <a href={href}>{what}</a>}{" "}
              {who}
              {phase === undefined ? "" : `: ${phase}`} {message !== undefined && shownText(message)}
              {line !== undefined && <small>{` line ${line} of the audit`}</small>}
            </li>
          ))}
        </ol>
      )}
      {isPartial && <p>Older actions were not looked at.</p>}
    </section>
  );
}
