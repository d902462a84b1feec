import type { LinkClaim } from "./draft.ts";

/**
 * The claims that hang together with one thing: between everything that it was derived from, and everything that was derived from it.
 * Copies of an earlier state are followed back from the copy, and forward only from the thing itself.
 */
export function claimsAround(claims: readonly LinkClaim[], start: string): readonly LinkClaim[] {
  const outgoing = Map.groupBy(claims, ({ from }) => from);
  const incoming = Map.groupBy(claims, ({ to }) => to);
  // A name has no copies of its own: who asks for it asks for its image.
  const named = start.startsWith("tag:") ? (incoming.get(start) ?? []).map(({ from }) => from) : [];
  const isAsked = (id: string) => id === start || named.includes(id);
  const sources = reached([start, ...named], (at) => (incoming.get(at) ?? []).map(({ from }) => from));
  const copies = reached([start, ...named], (at) =>
    (outgoing.get(at) ?? []).filter(({ isPast }) => !isPast || isAsked(at)).map(({ to }) => to),
  );
  const isPart = (id: string) => sources.has(id) || copies.has(id);
  return claims.filter(
    ({ from, to, isPast }) => isPart(from) && isPart(to) && (!isPast || sources.has(to) || isAsked(from)),
  );
}

function reached(starts: readonly string[], next: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(starts);
  // A set gives what is added to it while it is walked through, too.
  for (const at of found) for (const other of next(at)) found.add(other);
  return found;
}
