import type { ServerFault } from "../../calls/server-fault.ts";
import { shownText } from "../../page/shown-text.ts";

/** Why the server did not do it, in its own words; what was typed is kept. */
export function FaultNotice({ fault }: { readonly fault: ServerFault }) {
  const { code, message, remedy, reasons } = fault;
  return (
    <section class="notice tone-bad" role="alert" aria-labelledby="fault">
      <h2 id="fault">It was not done</h2>
      <p>
        <code>{shownText(code)}</code> {shownText(message)}
      </p>
      {remedy !== undefined && <p>{shownText(remedy)}</p>}
      {reasons.length > 0 && (
        <ul>
          {reasons.map(({ field, message: why }) => (
            <li key={`${field} ${why}`}>
              {field === "" ? "" : <code>{shownText(field)}</code>} {shownText(why)}
            </li>
          ))}
        </ul>
      )}
      <p>Nothing was changed. What you typed is still in the form.</p>
    </section>
  );
}
