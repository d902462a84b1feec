import type { AssociatedObject, AssociationsModel } from "../../associations/association.ts";

/** What an object names, and what names it. */
export function AssociationsPanel({ associations }: { readonly associations: AssociationsModel }) {
  const { names, namedBy, partly, hidden } = associations;
  return (
    <section class="panel" aria-labelledby="associations">
      <h2 id="associations">Associations</h2>
      <h3>It names</h3>
      <AssociatedList objects={names} none="Nothing." />
      <h3>Named by</h3>
      <AssociatedList objects={namedBy} none="Nothing that you may see." />
      {partly.length > 0 && <p>{`Not all were looked at of: ${partly.join(", ")}.`}</p>}
      {hidden.length > 0 && <p>{`You may not list: ${hidden.join(", ")}.`}</p>}
    </section>
  );
}

function AssociatedList({
  objects,
  none,
}: {
  readonly objects: readonly AssociatedObject[];
  readonly none: string;
}) {
  if (objects.length === 0) return <p>{none}</p>;
  return (
    <ul>
      {objects.map(({ kind, name, field, href, phase, isSeen }) => (
        <li key={`${kind}/${name}/${field}`}>
          {isSeen ? <a href={href}>{name}</a> : <span>{`${name} (not there, or not yours to see)`}</span>}{" "}
          <small>{`${kind} by ${field}${phase === undefined ? "" : `, ${phase}`}`}</small>
        </li>
      ))}
    </ul>
  );
}
