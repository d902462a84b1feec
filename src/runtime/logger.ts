/** One step of a longer job, shown while it runs and closed with its result. */
export interface Progress {
  update(text: string): void;
  /** Ends the line with what came of it, which may be that it failed. */
  done(text: string, failed?: boolean): void;
  /** Ends it without a line: what came of it is told where the run as a whole is. */
  end(): void;
}

/**
 * What a run says while it runs, for people; results travel as values. Nothing here reaches standard output, so
 * that `--json` stays one document.
 */
export interface Logger {
  info(line: string): void;
  warn(line: string): void;
  debug(line: string): void;
  progress(title: string): Progress;
  /** From now on the value (and each of its lines) is never shown; in CI the runner is told, too. */
  mask(value: string): void;
}

const nothing = (): void => {};

/** Says nothing. */
export const silentLogger: Logger = {
  info: nothing,
  warn: nothing,
  debug: nothing,
  progress: () => ({ update: nothing, done: nothing, end: nothing }),
  mask: nothing,
};
