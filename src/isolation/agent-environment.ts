import { IdentikitError } from "../fault/error.ts";

/** What an agent's environment is made of. */
export interface EnvironmentParts {
  readonly path: string;
  readonly home: string;
  readonly temporary: string;
  /** Variables of the client, which its adapter and the env directory name. */
  readonly client: Readonly<Record<string, string>>;
  /** Granted secrets whose mount policy is `env`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What leads to the supervisor's proxy: `AgentProxy.variables`. */
  readonly proxy?: Readonly<Record<string, string>> | undefined;
}

/** Bytes of a variable, as Linux takes them: MAX_ARG_STRLEN, with the name and the NUL. */
const mostBytes = 128 * 1024;
const form = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Variables that make programs run or load other code, or that decide where programs look for it. Nobody sets them for an agent. */
const loaders =
  /^(LD_.*|DYLD_.*|GCONV_PATH|LOCPATH|GLIBC_TUNABLES|NODE_OPTIONS|NODE_PATH|NODE_CHANNEL_.*|BASH_ENV|ENV|BASH_FUNC.*|SHELLOPTS|BASHOPTS|PS4|IFS|PROMPT_COMMAND|PYTHON(PATH|STARTUP|HOME|INSPECT)|PERL5(LIB|OPT|DB)|PERLLIB|RUBY(OPT|LIB)|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH)$/i;
/** Variables that are ours to set: a secret of that name would change how the agent works rather than what it may use. */
const ours =
  /^(PATH|HOME|TMPDIR|TMP|TEMP|LANG|LC_.*|USER|LOGNAME|SHELL|PWD|GIT_.*|SSH_.*|EDITOR|VISUAL|PAGER|BROWSER|(HTTPS?|ALL|NO|FTP)_PROXY|IDENTIKIT_.*)$/i;

/**
 * An agent's whole environment, from nothing: no variable of ours is inherited.
 * @throws {IdentikitError} `AGENT_ENV_INVALID` for a name that is not given to agents, one that stands twice, or a value that no
 * environment takes
 */
export function agentEnvironment(parts: EnvironmentParts): Record<string, string> {
  const { path, home, temporary, client, secrets, proxy = {} } = parts;
  const env: Record<string, string> = { PATH: path, HOME: home, TMPDIR: temporary, LANG: "C.UTF-8" };
  const add = (values: Readonly<Record<string, string>>, whose: string, isOurs: boolean): void => {
    for (const [name, value] of Object.entries(values)) {
      const problem = problemOf(name, isOurs) ?? (Object.hasOwn(env, name) ? "is set twice" : undefined);
      if (problem !== undefined) throw invalid(`${whose} ${JSON.stringify(name)} ${problem}`);
      env[name] = value;
    }
  };
  add(client, "the client's variable", true);
  add(proxy, "the proxy's variable", true);
  add(secrets, "the secret", false);
  return checkedEnvironment(env);
}

/** An environment as it is, if every name and value is one that may be given. @throws {IdentikitError} `AGENT_ENV_INVALID` */
export function checkedEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(env)) {
    const problem = problemOf(name, true);
    if (problem !== undefined) throw invalid(`the variable ${JSON.stringify(name)} ${problem}`);
    if (value.includes("\0")) throw invalid(`the variable ${name} holds a NUL`);
    if (Buffer.byteLength(name) + Buffer.byteLength(value) + 2 > mostBytes)
      throw invalid(`the variable ${name} has more than ${mostBytes} bytes`);
  }
  return { ...env };
}

function problemOf(name: string, isOurs: boolean): string | undefined {
  if (!form.test(name)) return "has a name that is no variable";
  if (loaders.test(name)) return "makes programs load other code";
  return !isOurs && ours.test(name) ? "has a name that only Identikit sets" : undefined;
}

function invalid(problem: string): IdentikitError {
  return new IdentikitError("AGENT_ENV_INVALID", `${problem}, so no agent was started`, {
    remedy: "Give it another name, or grant the secret with the mount policy file.",
  });
}
