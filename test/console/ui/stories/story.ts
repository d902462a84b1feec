import type { VNode } from "preact";

/** One component, or several that belong together, in one state. */
export interface Story {
  readonly name: string;
  readonly view: VNode;
}

/** The moment of every story. */
export const now = "2026-11-22T12:00:00Z";

/** A digest that looks like one. */
export function digestOf(word: string): string {
  const hex = [...word.repeat(64)].map((character, at) =>
    ((character.charCodeAt(0) * (at + 7)) % 16).toString(16),
  );
  return `sha256:${hex.slice(0, 64).join("")}`;
}

/** The ID of a commit that looks like one. */
export function commitOf(word: string): string {
  return digestOf(word).slice(7, 47);
}
