import type { ComponentChildren } from "preact";
import { Chip } from "../status/chip.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";

export interface BoardColumn<Card> {
  readonly name: string;
  readonly cards: readonly Card[];
  /** How many cards may be in it. */
  readonly limit?: number | undefined;
}

export interface BoardProps<Card> {
  readonly label: string;
  readonly columns: readonly BoardColumn<Card>[];
  readonly keyOf: (card: Card) => string;
  /** A card with what can be done with it. */
  readonly card: (card: Card, column: string) => ComponentChildren;
}

/** Work by how far it is; a column that is over its limit says so. */
export function Board<Card>({ label, columns, keyOf, card }: BoardProps<Card>) {
  return (
    <section class="board" aria-label={label} {...scrolls}>
      {columns.map(({ name, cards, limit }) => {
        const isOver = limit !== undefined && cards.length > limit;
        return (
          <section key={name} class={isOver ? "over" : undefined} aria-label={name}>
            <header>
              <h3>
                <HiddenCharacters text={name} most={100} />
              </h3>
              <Chip tone={isOver ? "warn" : undefined} icon={isOver ? "triangle-alert" : undefined}>
                {limit === undefined ? cards.length : `${cards.length} of ${limit}`}
                {isOver && " (over the limit)"}
              </Chip>
            </header>
            <ul>
              {cards.map((one) => (
                <li key={keyOf(one)} class="card">
                  {card(one, name)}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}

// What scrolls has to be reached with the keyboard (WCAG 2.1.1).
const scrolls = { tabIndex: 0 } as const;
