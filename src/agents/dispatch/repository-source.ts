import type { HostFacts } from "../kinds/actor.ts";
import type { SourceRefs } from "../kinds/git-state.ts";

/** Where work begins that no event names a commit for. */
export interface PlaceQuestion {
  readonly repository: string;
  /** A full ref, or the name of a branch; the default branch if left out. */
  readonly ref?: string | undefined;
  /** Its head is meant. */
  readonly pullRequest?: number | undefined;
}

export interface SourcePlace {
  readonly host: HostFacts["host"];
  readonly serverUrl: string;
  /** The commits and refs; of a pull request the ref is that of its target. */
  readonly refs: SourceRefs & { readonly head: string };
  /** Whether the ref that the content is on is protected. */
  readonly isProtected: boolean;
}

/** What the forge has of a repository, for work that does not come from an event of its own. */
export interface RepositorySource {
  /** @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`, `REF_UNSAFE` */
  placeOf(question: PlaceQuestion, signal: AbortSignal): Promise<SourcePlace>;
  /**
   * The text of a file at a commit; `undefined` where there is none.
   * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
   */
  fileAt(repository: string, commit: string, path: string, signal: AbortSignal): Promise<string | undefined>;
}
