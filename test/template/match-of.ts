type Random = (below: number) => number;

/** A text that a regular expression matches, by chance; of its syntax it knows what the words of the secret scan use. */
export function matchOf({ source, ignoreCase }: RegExp, random: Random): string {
  let at = 0;
  const pick = <Item>(items: readonly Item[]) => items[random(items.length)] as Item;

  function alternatives(): string {
    const each = [sequence()];
    while (source[at] === "|") {
      at++;
      each.push(sequence());
    }
    return pick(each);
  }

  function sequence(): string {
    let text = "";
    while (at < source.length && source[at] !== "|" && source[at] !== ")") text += repeated();
    return text;
  }

  function repeated(): string {
    const start = at;
    const first = atom();
    const end = at;
    const [given, least, most] = /^(?:\?|\{(\d+)(?:,(\d+))?\})/.exec(source.slice(at)) ?? [];
    if (given === undefined) return first;
    const low = given === "?" ? 0 : Number(least);
    const high = given === "?" ? 1 : Number(most ?? least);
    let text = "";
    for (let count = low + random(high - low + 1); count > 0; count--) {
      at = start;
      text += atom();
    }
    at = end + given.length;
    return text;
  }

  function atom(): string {
    const rest = source.slice(at);
    const [group] = /^\(\?:/.exec(rest) ?? [];
    if (group) {
      at += group.length;
      const text = alternatives();
      at++;
      return text;
    }
    const [whole = "", members] = /^\[([^\]]+)\]/.exec(rest) ?? /^\\?(.)/.exec(rest) ?? [];
    at += whole.length;
    if (!whole.startsWith("[")) return members ?? "";
    const characters = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
    return pick(characters.filter((character) => new RegExp(`^${whole}$`).test(character)));
  }

  if (ignoreCase) throw new TypeError("letters of any case are not made");
  return alternatives();
}
