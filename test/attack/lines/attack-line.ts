/** One line of the list of attacks: what is tried, and the tests that prove that it is refused or survived. */
export interface AttackLine {
  readonly attack: string;
  /** By file, parts of the names of its tests; every test of the file whose name has such a part counts. */
  readonly proofs: Readonly<Record<string, readonly string[]>>;
}
