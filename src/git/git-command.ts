import { spawn } from "node:child_process";
import { IdentikitError } from "../fault/error.ts";

/** Environment variables of the caller that git may see; no job token and nothing that steers git's own files. */
const passedOn =
  /^(PATH|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|XDG_CONFIG_HOME|SYSTEMROOT|USERPROFILE|SSH_AUTH_SOCK|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|(https?|all|no)_proxy|GIT_SSL_CAINFO|GIT_SSL_CAPATH|GIT_SSH|GIT_SSH_COMMAND|GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM))$/i;

/** Settings that no repository can overrule: no hook, no monitor, no other program, no transport but those allowed. */
const always: Readonly<Record<string, string>> = {
  "core.hooksPath": "/dev/null",
  "core.fsmonitor": "false",
  "core.untrackedCache": "false",
  "core.quotePath": "false",
  "gc.auto": "0",
  "maintenance.auto": "false",
  "credential.interactive": "false",
};

export interface GitRun {
  /** The caller's environment; git gets what it needs of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly cwd?: string;
  /** The repository, named outright, so that git looks nowhere else and asks nobody who owns it. */
  readonly gitDirectory?: string;
  /** Settings, in order; they travel in the environment, never in arguments. */
  readonly config?: readonly (readonly [key: string, value: string])[];
  /** Further variables for git. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Transports that this call may use, such as `https`; none if left out. */
  readonly transports?: readonly string[];
  readonly input?: Uint8Array;
  /** Bytes of output at most. Default 8 MiB. */
  readonly maxOutput?: number;
  /** The fault for more output than that; one about a template if left out. */
  readonly overBound?: (bound: number) => IdentikitError;
  /** Called about every quarter of a second while git runs; throws to stop it. */
  readonly watch?: () => void;
}

export interface GitOutcome {
  readonly status: number;
  readonly output: Buffer;
  /** The last lines that git printed on standard error, URLs without credentials. */
  readonly complaint: string;
}

/**
 * Runs git and waits for it. Its exit status is the caller's to judge.
 * @throws {IdentikitError} `TOOL_MISSING` without git, `ARCHIVE_TOO_LARGE` for output over the bound, whatever the
 * signal's reason is when it was stopped
 */
export function runGit(args: readonly string[], run: GitRun): Promise<GitOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<GitOutcome>();
  const { signal, maxOutput = 8 * 1024 * 1024, overBound = tooMuch } = run;
  signal.throwIfAborted();
  const child = spawn("git", args, { cwd: run.cwd, env: environmentOf(run), stdio: "pipe" });
  const output: Buffer[] = [];
  let length = 0;
  let complaint = "";
  const stop = (reason: unknown) => {
    child.kill("SIGKILL");
    reject(reason);
  };
  const onAbort = () => stop(signal.reason);
  signal.addEventListener("abort", onAbort);
  const timer = run.watch && setInterval(() => attempt(run.watch as () => void, stop), 250);
  child.stdout.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxOutput) stop(overBound(maxOutput));
    else output.push(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4000);
  });
  child.on("error", (cause) => reject(noGit(cause)));
  child.on("close", (status) =>
    resolve({
      status: status ?? -1,
      output: Buffer.concat(output),
      complaint: withoutCredentials(complaint),
    }),
  );
  // Git may end without reading all that it is sent.
  child.stdin.on("error", () => {});
  child.stdin.end(run.input);
  return promise.finally(() => {
    signal.removeEventListener("abort", onAbort);
    clearInterval(timer);
  });
}

function attempt(watch: () => void, stop: (reason: unknown) => void): void {
  try {
    watch();
  } catch (reason) {
    stop(reason);
  }
}

function environmentOf(run: GitRun): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(run.environment)) {
    if (value !== undefined && passedOn.test(name)) environment[name] = value;
  }
  const config = [...Object.entries(always), ...(run.config ?? [])];
  Object.assign(environment, {
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    SSH_ASKPASS: "",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_LITERAL_PATHSPECS: "1",
    GIT_ALLOW_PROTOCOL: (run.transports ?? []).join(":"),
    GIT_CONFIG_COUNT: String(config.length),
    ...(run.gitDirectory === undefined ? {} : { GIT_DIR: run.gitDirectory }),
    ...run.variables,
  });
  for (const [index, [key, value]] of config.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  environment.GIT_SSH_COMMAND ??= environment.GIT_SSH ? undefined : "ssh -oBatchMode=yes";
  return environment;
}

/** A text with what stands between `://` and `@`, and after `?`, taken out of its URLs. */
export function withoutCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)([^\s/@'"]*@)?([^\s?'"]*)(\?[^\s'"]*)?/gi, "$1$3").trim();
}

function noGit(cause: unknown): IdentikitError {
  return new IdentikitError("TOOL_MISSING", "git could not be started", {
    remedy: "Install git and make sure that it is on the PATH.",
    cause,
  });
}

function tooMuch(bound: number): IdentikitError {
  return new IdentikitError("ARCHIVE_TOO_LARGE", `git answered with more than ${bound} bytes`, {
    remedy: "Keep the template in a repository of its own, or raise the limits in identikit.yaml.",
  });
}
