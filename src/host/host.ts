import { IdentikitError } from "../fault/error.ts";

/** The environment variables of a job, as the runner set them. */
export type JobEnv = Readonly<Record<string, string | undefined>>;

/** The program that runs the job. */
export type HostName = "github" | "gitea" | "forgejo" | "act";

/** Which API answers: GitHub's, or that of Gitea and Forgejo. Under act it is whatever the job was given. */
export type ApiDialect = "github" | "gitea";

export interface Host {
  readonly name: HostName;
  readonly dialect: ApiDialect;
  /** The web address of the instance, without a slash at its end. */
  readonly serverUrl: string;
  /** The base of the API, without a slash at its end. */
  readonly apiUrl: string;
}

/**
 * Which host the job runs on. Gitea's and Forgejo's runners set `ACT` too, so theirs are looked at first.
 * @throws {IdentikitError} `USAGE` for a `GITHUB_SERVER_URL` or `GITHUB_API_URL` that is no http(s) address
 */
export function hostOf(env: JobEnv): Host {
  const name = hostNameOf(env);
  const serverUrl = addressOf(env, "GITHUB_SERVER_URL") ?? "https://github.com";
  const givenApi = addressOf(env, "GITHUB_API_URL");
  const dialect = dialectOf(name, givenApi);
  return {
    name,
    dialect,
    serverUrl,
    apiUrl: givenApi ?? (dialect === "gitea" ? `${serverUrl}/api/v1` : "https://api.github.com"),
  };
}

/** Whether the host shows remarks beside the lines of a file; elsewhere they are lines of the log like any other. */
export function showsAnnotations(env: JobEnv): boolean {
  return hostNameOf(env) === "github";
}

/** The page of this run, for links; `undefined` outside of a run. */
export function runUrlOf(host: Host, env: JobEnv): string | undefined {
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_RUN_NUMBER: number } = env;
  // Forgejo's page goes by the number that counts the repository's runs; Gitea's did until 1.25.
  const run = host.name === "forgejo" ? number : id;
  return repository && run ? `${host.serverUrl}/${repository}/actions/runs/${run}` : undefined;
}

function hostNameOf(env: JobEnv): HostName {
  if (env.FORGEJO_ACTIONS) return "forgejo";
  if (env.GITEA_ACTIONS) return "gitea";
  return env.ACT ? "act" : "github";
}

function dialectOf(name: HostName, apiUrl: string | undefined): ApiDialect {
  if (name === "gitea" || name === "forgejo") return "gitea";
  // Outside of a job nothing names the host but the address itself, which is GitHub's in no case.
  return apiUrl?.endsWith("/api/v1") ? "gitea" : "github";
}

function addressOf(env: JobEnv, variable: string): string | undefined {
  const text = env[variable];
  if (!text) return undefined;
  const url = URL.parse(text);
  if (url && (url.protocol === "https:" || url.protocol === "http:") && url.username === "") {
    return url.href.replace(/\/+$/, "");
  }
  throw new IdentikitError("USAGE", `${variable} is not an http or https address without credentials`, {
    remedy: "The runner sets it; in a local run give it as https://host/path.",
  });
}
