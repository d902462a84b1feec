/** A source of numbers that a seed repeats (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below) | 0;
  };
}

const places: readonly (readonly [string, string])[] = [
  ["builtin", ""],
  ["builtin", "engineer"],
  ["builtin", "reviewer"],
  ["global", ""],
  ["type", "engineer"],
  ["type", "reviewer"],
  ["instance", "ada"],
  ["instance", "bob"],
  ["instance", "cyn"],
  ["instance", "dee"],
];

/** One write to a scoped row, as SQL that both databases take. Few keys, so that rows often meet. */
export function randomWrite(random: (below: number) => number): string {
  const [scope, reference] = places[random(places.length)] as readonly [string, string];
  const key = `s${random(2)}`;
  const where = `scope = '${scope}' AND scope_ref = '${reference}' AND key = '${key}'`;
  const value = `{"type":"stdio","command":"c${random(1000)}"}`;
  switch (random(5)) {
    case 0:
      return `DELETE FROM mcp_server WHERE ${where}`;
    case 1:
      return `UPDATE mcp_server SET enabled = false, value = 'null' WHERE ${where}`;
    case 2:
      return `UPDATE agent SET type = '${random(2) === 0 ? "engineer" : "reviewer"}' WHERE name = '${["ada", "bob", "cyn", "dee"][random(4)]}'`;
    default:
      return `INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES ('${scope}', '${reference}', '${key}', '${value}')
        ON CONFLICT (scope, scope_ref, key) DO UPDATE SET enabled = true, value = excluded.value`;
  }
}
