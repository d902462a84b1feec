import type { PlaceQuestion, RepositorySource, SourcePlace } from "../agents/dispatch/repository-source.ts";
import type { HostFacts } from "../agents/kinds/actor.ts";
import type { EventQuestion, HostFactsSource } from "../agents/triggers/host-facts-source.ts";
import { KeptAnswers } from "./kept-answers.ts";

/**
 * What a host says, asked once for each question: for one short command, which decides about an event and launches its run on the same
 * facts. What goes on for longer asks again, since rights may be others by then. A question that was not answered is asked again.
 */
export class RememberedFacts implements HostFactsSource, RepositorySource {
  readonly #source: HostFactsSource & RepositorySource;
  readonly #answers = new KeptAnswers();

  constructor(source: HostFactsSource & RepositorySource) {
    this.#source = source;
  }

  factsOf(question: EventQuestion, signal: AbortSignal): Promise<HostFacts> {
    const { repository, actor, ref, pullRequest } = question;
    // Who they are and whose content it is does not depend on commits.
    return this.#answers.once(JSON.stringify(["facts", repository, actor, ref, pullRequest]), () =>
      this.#source.factsOf(question, signal),
    );
  }

  changedPaths(question: EventQuestion, signal: AbortSignal): Promise<readonly string[] | undefined> {
    const { repository, pullRequest, base, head } = question;
    return this.#answers.once(JSON.stringify(["paths", repository, pullRequest, base, head]), () =>
      this.#source.changedPaths(question, signal),
    );
  }

  placeOf(question: PlaceQuestion, signal: AbortSignal): Promise<SourcePlace> {
    const { repository, ref, pullRequest } = question;
    return this.#answers.once(JSON.stringify(["place", repository, ref, pullRequest]), () =>
      this.#source.placeOf(question, signal),
    );
  }

  fileAt(repository: string, commit: string, path: string, signal: AbortSignal): Promise<string | undefined> {
    return this.#answers.once(JSON.stringify(["file", repository, commit, path]), () =>
      this.#source.fileAt(repository, commit, path, signal),
    );
  }
}
