import type { ComponentChildren } from "preact";

/** A name and what it is; left out of the list where there is nothing. */
export type FactEntry = readonly [name: string, value: ComponentChildren];

/** Names and values, one below the other. */
export function FactsList({ facts }: { readonly facts: readonly FactEntry[] }) {
  const known = facts.filter(
    ([, value]) => value !== undefined && value !== null && value !== "" && value !== false,
  );
  return (
    <dl class="facts">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
