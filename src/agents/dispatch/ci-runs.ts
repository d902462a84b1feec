/** The CI host, for ending a run of it. */
export interface CiRuns {
  /**
   * Tells the host to stop a run.
   * @param url the page of the run
   * @throws {IdentikitError} `HOST_UNREACHABLE`; what the host refuses is an answer
   */
  cancel(url: string, signal: AbortSignal): Promise<CiCancelled>;
}

/** What came of it: the host was told, there was nothing to stop any more, or it cannot be done, and why. */
export interface CiCancelled {
  readonly state: "told" | "over" | "impossible";
  readonly message: string;
}
