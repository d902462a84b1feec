/** What may be done in a repository. Whoever may push may pull. */
export type Access = "pull" | "push";

/** Rights in one repository, as the token protocol asks for them. */
export interface RepositoryScope {
  readonly repository: string;
  readonly access: Access;
}

/** The token protocol's text of a scope: `repository:NAME:pull,push`. */
export function scopeText(scope: RepositoryScope): string {
  return `repository:${scope.repository}:${scope.access === "push" ? "pull,push" : "pull"}`;
}

/** The least list of scopes that has all of both, one for each repository, in the order in which they first appear. */
export function unionOf(
  first: readonly RepositoryScope[],
  second: readonly RepositoryScope[],
): RepositoryScope[] {
  const access = new Map<string, Access>();
  for (const scope of [...first, ...second]) {
    if (scope.access === "push" || !access.has(scope.repository)) access.set(scope.repository, scope.access);
  }
  return [...access].map(([repository, highest]) => ({ repository, access: highest }));
}

/** True where `held` has all that `needed` asks for. */
export function covers(held: readonly RepositoryScope[], needed: readonly RepositoryScope[]): boolean {
  return needed.every((want) =>
    held.some(
      (have) => have.repository === want.repository && (have.access === "push" || want.access === "pull"),
    ),
  );
}
