/** Orders texts by their UTF-16 code units, as a sort without a comparison does, whatever the language of the machine: for lists of records. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
