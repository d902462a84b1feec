import { h } from "preact";
import { type IconName, type IconShape, iconShapes } from "./icon-shapes.ts";

/** A sign beside a word: it is hidden from screen readers, so a word has to stand with it. The style gives its stroke. */
export function Icon({ name, class: more }: { readonly name: IconName; readonly class?: string }) {
  const shapes: readonly IconShape[] = iconShapes[name];
  const lines = shapes.flatMap(([element, { d }]) => (element === "path" && d !== undefined ? [d] : []));
  return (
    <svg class={more === undefined ? "icon" : `icon ${more}`} viewBox="0 0 24 24" aria-hidden="true">
      {lines.length > 0 && <path d={lines.map(fromOrigin).join("")} />}
      {shapes.map(([element, attributes]) => element !== "path" && h(element, attributes))}
    </svg>
  );
}

/** Lines that can follow others in one path, since a page has hundreds: a move at the beginning would be relative to where they end (SVG 2, 9.3.3). */
function fromOrigin(line: string): string {
  return line.startsWith("m") ? `M0 0${line}` : line;
}
