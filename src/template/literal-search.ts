/** Characters of a literal at least: in fewer, none of two neighbouring pairs need be at an even place. */
const leastLength = 3;
/** Letters as often as English has them, the commonest last; what is none of them is rarer. */
const letters = "zjxqkvbpygfwmculdrhsnioate";

interface Literal {
  readonly bytes: Buffer;
  /** Where the pair is in it. */
  readonly at: number;
}

/**
 * Finds out whether some bytes hold one of many ASCII literals, in one pass that looks at each pair of bytes at an even place: of two
 * neighbouring pairs of a literal one is at such a place. No text need be made of the bytes, and it takes a small part of the
 * time of a regular expression with as many alternatives, which tries each of them at each place.
 */
export class LiteralSearch {
  /** For each pair of bytes the number of its literals in {@link #having}; 0 for a pair that no literal is known by. */
  readonly #known = new Uint8Array(1 << 16);
  readonly #having: Literal[][] = [[]];

  /** @param literals of three characters at least, each of ASCII */
  constructor(literals: Iterable<string>) {
    for (const literal of literals) {
      const bytes = Buffer.from(literal, "latin1");
      if (bytes.length < leastLength)
        throw new RangeError(`${literal} is shorter than ${leastLength} characters`);
      const at = rarestPairs(bytes);
      this.#add({ bytes, at });
      this.#add({ bytes, at: at + 1 });
    }
  }

  /** Whether one of the literals is in the bytes. */
  isIn(bytes: Uint8Array): boolean {
    const known = this.#known;
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      const number = known[((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)];
      if (number && this.#standsAround(bytes, at, number)) return true;
    }
    return false;
  }

  #add(literal: Literal): void {
    const pair = literal.bytes.readUInt16BE(literal.at);
    const number = this.#known[pair] || this.#having.push([]) - 1;
    // A number over 255 would not fit, and the literal would never be found.
    if (number > 255) throw new RangeError("there are too many literals");
    this.#known[pair] = number;
    this.#having[number]?.push(literal);
  }

  #standsAround(bytes: Uint8Array, pair: number, number: number): boolean {
    for (const literal of this.#having[number] ?? [])
      if (standsAt(bytes, pair - literal.at, literal.bytes)) return true;
    return false;
  }
}

function standsAt(bytes: Uint8Array, start: number, literal: Uint8Array): boolean {
  if (start < 0) return false;
  let same = 0;
  // Behind the last byte there is nothing that equals a byte.
  while (same < literal.length && bytes[start + same] === literal[same]) same++;
  return same === literal.length;
}

/** Where the two neighbouring pairs begin that prose has least. */
function rarestPairs(bytes: Buffer): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let at = 0; at + 2 < bytes.length; at++) {
    const common = commonness(bytes[at + 1]) * (commonness(bytes[at]) + commonness(bytes[at + 2]));
    if (common < least) [best, least] = [at, common];
  }
  return best;
}

function commonness(byte = 0): number {
  return 1 + Math.max(0, letters.indexOf(String.fromCharCode(byte)));
}

const isHexDigit = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[0-9a-f]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/** Whether some bytes hold so many hex digits in a row, of small letters. It looks at one byte in so many, and around a digit. */
export function hasHexRun(bytes: Uint8Array, length: number): boolean {
  for (let at = length - 1; at < bytes.length; at += length) {
    if (!isHexDigit[bytes[at] ?? 0]) continue;
    let [first, next] = [at, at + 1];
    while (first > 0 && isHexDigit[bytes[first - 1] ?? 0]) first--;
    while (next < bytes.length && isHexDigit[bytes[next] ?? 0]) next++;
    if (next - first >= length) return true;
  }
  return false;
}
