import { type ApiOptions, HostApi } from "./api.ts";
import { checkPathName } from "./path-name.ts";

/** The host's API, opened once for each repository that is asked about. */
export class HostApis {
  readonly #options: Omit<ApiOptions, "repository">;
  readonly #open = new Map<string, Promise<HostApi>>();

  constructor(options: Omit<ApiOptions, "repository">) {
    this.#options = options;
  }

  /** @throws {IdentikitError} `EVENT_INVALID` for a name that would lead to another address */
  of(repository: string): Promise<HostApi> {
    for (const part of repository.split("/")) checkPathName("repository", part);
    let api = this.#open.get(repository);
    if (!api) {
      api = HostApi.open({ ...this.#options, repository });
      this.#open.set(repository, api);
    }
    return api;
  }
}
