/**
 * A login, team or repository of a forge as it is compared: forges do not tell names apart by letter case, and neither do we.
 * Only ASCII letters are folded, as only they stand in such names: Unicode's rules would make `k` of the Kelvin sign, and let
 * one name pass for another.
 */
export function foldedName(name: string): string {
  if (!/[A-Z]/.test(name)) return name;
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
