import { spawn } from "node:child_process";
import { IdentikitError } from "../../fault/error.ts";
import { stopped } from "../../fault/stopped.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import type { Credential } from "./credential.ts";
import { wordsOf } from "./refusal.ts";

export interface HelperRequest {
  /** What follows `docker-credential-` in the program's name. */
  readonly helper: string;
  /** The registry, as the helper knows it. */
  readonly server: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Helpers of cloud registries ask a service of their own; none needs longer than this. */
const patienceMs = 30_000;
const largestOutput = 1024 * 1024;

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * Asks a credential helper for a registry's credential; nothing where it has none.
 * @see https://github.com/docker/docker-credential-helpers
 * @throws {IdentikitError} `CREDENTIALS_INVALID` for a helper that is missing, fails, or answers with something else
 */
export async function runCredentialHelper(request: HelperRequest): Promise<Credential | undefined> {
  const program = `docker-credential-${request.helper}`;
  const { exitCode, output } = await run(program, request);
  if (exitCode !== 0) {
    // What helpers print where they have nothing for a registry.
    if (/credentials not found in native keychain/i.test(output)) return undefined;
    const words = wordsOf(output);
    throw failed(`${program} failed${words === "" ? "" : `: ${words}`}`);
  }
  return credentialIn(program, output);
}

function credentialIn(program: string, output: string): Credential | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    // The parser's error would quote what may be a secret.
    throw failed(`${program} did not answer with JSON`);
  }
  const { Username, Secret } = fieldsOf(answer);
  if (typeof Username !== "string" || typeof Secret !== "string") {
    throw failed(`${program} did not answer with a user name and a secret`);
  }
  if (Secret === "") return undefined;
  // The helpers' own mark for a refresh token in a password's place.
  if (Username === "<token>") return { kind: "identity-token", token: Secret };
  return { kind: "password", username: Username, password: Secret };
}

async function run(program: string, { server, env, signal }: HelperRequest): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  const child = spawn(program, ["get"], {
    env: { ...env },
    stdio: ["pipe", "pipe", "ignore"],
    signal: bounded,
    killSignal: "SIGKILL",
    windowsHide: true,
  });
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > largestOutput) reject(failed(`${program} answered with more than 1 MiB`));
  });
  child.stdin.on("error", () => {}); // a helper that ends without reading says more by its exit code
  child.stdin.end(`${server}\n`);
  child.once("error", (cause) => reject(faultOf(program, signal, cause)));
  child.once("close", (exitCode) => resolve({ exitCode, output: Buffer.concat(chunks).toString("utf8") }));
  try {
    return await promise;
  } finally {
    // What a helper started may outlive it: without its pipe that ends, too, and nothing is waited for.
    child.stdout.destroy();
    child.kill("SIGKILL");
  }
}

function faultOf(program: string, signal: AbortSignal, cause: NodeJS.ErrnoException): unknown {
  if (signal.aborted) return stopped(signal, `stopped while waiting for ${program}`);
  if (cause.name === "AbortError") return failed(`${program} did not answer within ${patienceMs / 1000} s`);
  if (cause.code === "ENOENT") return failed(`${program} is not on the PATH`);
  return failed(`${program} could not be run (${cause.code})`);
}

function failed(message: string): IdentikitError {
  return new IdentikitError("CREDENTIALS_INVALID", message, {
    remedy:
      "Fix the credential helper, remove it from Docker's config.json, or give a user name and password.",
  });
}
