import { h } from "preact";
import { type IconName, type IconShape, iconShapes } from "./icon-shapes.ts";

/** A sign beside a word: it is hidden from screen readers, so a word has to stand with it. */
export function Icon({ name, class: more }: { readonly name: IconName; readonly class?: string }) {
  const shapes: readonly IconShape[] = iconShapes[name];
  return (
    <svg
      class={more === undefined ? "icon" : `icon ${more}`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {shapes.map(([element, attributes]) => h(element, attributes))}
    </svg>
  );
}
