import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { GitMemoryStore } from "../../agents/memory/git-memory-store.ts";
import type { WriteBackServices } from "../../agents/write-back/write-ports.ts";
import { IdentikitError } from "../../fault/error.ts";
import { HostForgeWriter } from "../../host/forge-writer/host-forge-writer.ts";
import { hostOf } from "../../host/host.ts";
import { type Project, workPath } from "../../project/project.ts";
import type { CommitPerson } from "../../workspace/commit/commit-text.ts";
import { ForgeCommits } from "../../workspace/commit/forge-commits.ts";
import { gitRemote } from "../../workspace/store/git-remote.ts";
import type { CommandContext } from "../context.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import { dispatchServices, gitDirectoryOf, type OpenObjects } from "./dispatch-services.ts";

/** Who commits, with which key, and where the memory is, as a command line says it. */
export interface WriteBackPlaces {
  readonly memory?: string | undefined;
  readonly author?: string | undefined;
  readonly signingKey?: string | undefined;
}

/** Whose commits they are where nobody is named. */
const usualPerson: CommitPerson = { name: "identikit", email: "identikit@users.noreply.invalid" };

/**
 * What it takes to write back: the forge that the job or the variables name, its token, and git.
 * @throws {IdentikitError} `USAGE`, `FILE_UNREADABLE`
 */
export function openWriteBack(
  context: CommandContext,
  project: Project,
  objects: OpenObjects,
  { memory, author, signingKey }: WriteBackPlaces,
): WriteBackServices {
  const { env, log, signal, cwd, clock } = context;
  const { organization } = project.settings.platform;
  const { facts } = dispatchServices(context, project, objects, organization);
  const host = hostOf(env);
  const token = env[hostTokenVariable] ?? "";
  const now = () => clock.now();
  const credential = token === "" ? undefined : { username: "x-access-token", token };
  const directory = memory === undefined ? undefined : resolve(cwd, memory);
  return {
    ...objects,
    now,
    forge: new HostForgeWriter({ host, token, log, signal, repositories: facts, now }),
    commits: new ForgeCommits({
      stores: workPath(project, "write-back"),
      environment: env,
      remoteOf: (repository) => gitRemote(`${host.serverUrl}/${repository}.git`, credential),
      person: author === undefined ? usualPerson : personOf(author),
      ...(signingKey === undefined
        ? {}
        : { signing: { format: "ssh" as const, privateKey: keyText(resolve(cwd, signingKey)) } }),
    }),
    memory: directory === undefined ? undefined : () => new GitMemoryStore(gitDirectoryOf(directory), env),
  };
}

function personOf(text: string): CommitPerson {
  const [, name, email] = /^([^<>]+?) *<([^<>\s]+)>$/.exec(text.trim()) ?? [];
  if (name !== undefined && email !== undefined) return { name, email };
  throw new IdentikitError("USAGE", `${JSON.stringify(text)} is nobody that a commit can name`, {
    remedy: "Write it as NAME <EMAIL>.",
  });
}

function keyText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new IdentikitError("FILE_UNREADABLE", `the signing key ${path} cannot be read`, {
      remedy: "Name the file of an ssh private key without a passphrase.",
      cause,
    });
  }
}
