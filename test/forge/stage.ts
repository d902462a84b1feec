import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { house } from "../architecture/rooms.ts";
import { writeFiles } from "../scratch.ts";
import { layFleet } from "./fleet-files.ts";
import type { ForgePrograms } from "./forge-programs.ts";
import { ForgeRepository } from "./forge-repository.ts";
import { type Account, Gitea } from "./gitea.ts";
import { GiteaRunner, type RunnerKind } from "./gitea-runner.ts";

type StageParts = Pick<Stage, "gitea" | "keeper" | "ann" | "mallory" | "scribe" | "fleet" | "actions">;

/** A forge with this project's actions, a fleet that uses them, and the people who work on it. */
export class Stage implements AsyncDisposable {
  readonly gitea: Gitea;
  /** May do everything. */
  readonly keeper: Account;
  /** Writes to the fleet, and no more. */
  readonly ann: Account;
  /** Somebody from outside. */
  readonly mallory: Account;
  /** Writes what agents may write. */
  readonly scribe: Account;
  readonly fleet: ForgeRepository;
  /** How a workflow names one of this project's actions, pinned. */
  readonly actions: (name: string) => string;
  /** Where the runner keeps env directories. */
  readonly envRoot: string;
  /** The data volume of the runner's host. */
  readonly volume: string;
  readonly #programs: ForgePrograms;
  readonly #runner: GiteaRunner;

  private constructor(parts: StageParts, programs: ForgePrograms, runner: GiteaRunner) {
    this.gitea = parts.gitea;
    this.keeper = parts.keeper;
    this.ann = parts.ann;
    this.mallory = parts.mallory;
    this.scribe = parts.scribe;
    this.fleet = parts.fleet;
    this.actions = parts.actions;
    this.envRoot = join(parts.gitea.directory, "env-directories");
    this.volume = join(parts.gitea.directory, "volume");
    this.#programs = programs;
    this.#runner = runner;
  }

  static async set(programs: ForgePrograms): Promise<Stage> {
    const gitea = await Gitea.start(programs);
    try {
      const keeper = gitea.account("keeper", { admin: true });
      const ann = gitea.account("ann");
      const mallory = gitea.account("mallory");
      const scribe = gitea.account("scribe");
      for (const username of ["actions", "platform", "team", "molecule-ai"])
        await gitea.ask(keeper, "POST", "/orgs", { username, visibility: "public" });
      // The action's own workflows are nobody's here, and would keep the runner busy.
      await gitea.ask(keeper, "POST", "/orgs/actions/repos", { name: "checkout" });
      await gitea.ask(keeper, "PATCH", "/repos/actions/checkout", { has_actions: false });
      pushCheckout(programs, gitea, keeper);
      const commit = await pushActions(gitea, keeper);
      const actions = (name: string) => `${gitea.origin}/platform/identikit/actions/${name}@${commit}`;
      // Nothing runs yet: variables and secrets are there before the first job.
      await gitea.ask(keeper, "POST", "/orgs/team/repos", { name: "fleet", default_branch: "main" });
      await configure(gitea, keeper);
      await gitea.ask(keeper, "PUT", "/repos/team/fleet/collaborators/ann", { permission: "write" });
      const fleet = await ForgeRepository.create(gitea, keeper, "team/fleet", (root) =>
        layFleet(root, ownWorkflows(actions)),
      );
      const runner = GiteaRunner.start(programs, gitea);
      return new Stage({ gitea, keeper, ann, mallory, scribe, fleet, actions }, programs, runner);
    } catch (caught) {
      await gitea[Symbol.asyncDispose]();
      throw caught;
    }
  }

  /** A public repository of the team, on whose main everything lies from the start; Ann writes to it. */
  async repository(name: string, files: Readonly<Record<string, string>>): Promise<ForgeRepository> {
    const { gitea, keeper, ann } = this;
    await gitea.ask(keeper, "POST", "/orgs/team/repos", { name, default_branch: "main" });
    await gitea.ask(keeper, "PUT", `/repos/team/${name}/collaborators/${ann.name}`, { permission: "write" });
    return await ForgeRepository.create(gitea, keeper, `team/${name}`, (root) => writeFiles(root, files));
  }

  /** A workflow that other repositories copy, with the addresses of this forge. */
  shipped(name: string): string {
    return readFileSync(join(house, "examples/workflows/gitea", `${name}.yml`), "utf8")
      .replaceAll(
        /uses: \S+\/identikit\/actions\/([\w-]+)@\S+/g,
        (_, action: string) => `uses: ${this.actions(action)}`,
      )
      .replaceAll(/uses: \S+\/checkout@/g, "uses: actions/checkout@");
  }

  /** A further runner, for the jobs of one label. */
  runner(kind: RunnerKind): GiteaRunner {
    return GiteaRunner.start(this.#programs, this.gitea, kind);
  }

  /** The published image, under a tag. */
  readonly image = (tag: string): string => {
    return `docker://${this.gitea.host}/molecule-ai/platform-platform-agent:${tag}`;
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner[Symbol.asyncDispose]();
    await this.gitea[Symbol.asyncDispose]();
  }
}

/** The checkout action, where workflows look for it: `actions/checkout` on their own server. */
function pushCheckout({ checkout }: ForgePrograms, gitea: Gitea, keeper: Account): void {
  const url = `${gitea.origin.replace("//", `//${keeper.name}:${keeper.token}@`)}/actions/checkout.git`;
  execFileSync(
    "git",
    ["--git-dir", checkout, "push", "--quiet", url, "refs/tags/*:refs/tags/*", "HEAD:refs/heads/main"],
    {
      stdio: "pipe",
      env: { PATH: process.env.PATH, HOME: gitea.directory, GIT_TERMINAL_PROMPT: "0" },
    },
  );
}

/** This project as far as workflows use it; gives the commit that they are pinned to. */
async function pushActions(gitea: Gitea, keeper: Account): Promise<string> {
  const project = await ForgeRepository.create(gitea, keeper, "platform/identikit", (root) => {
    for (const path of ["actions", "dist", "package.json", ".ci/move-major", ".gitea/workflows/release.yml"])
      cpSync(join(house, path), join(root, path), { recursive: true });
  });
  return project.git("rev-parse", "HEAD");
}

/** Variables and secrets, as docs/how-to/workflows.md asks for them. */
async function configure(gitea: Gitea, keeper: Account): Promise<void> {
  const repository = `docker://${gitea.host}/molecule-ai/platform-platform-agent`;
  const variables = {
    PLATFORM_AGENT_IMAGE: `${repository}:staging`,
    REGISTRY: gitea.host,
    REGISTRY_USER: keeper.name,
    ENV_ROOT: join(gitea.directory, "env-directories"),
    DATA_VOLUME: join(gitea.directory, "volume"),
    IDENTIKIT_GITEA_URL: gitea.origin,
  };
  const secrets = {
    REGISTRY_TOKEN: gitea.token(keeper.name, "write:package"),
    FORGE_TOKEN: "a-value-that-no-log-may-show",
  };
  for (const [name, value] of Object.entries(variables))
    await gitea.ask(keeper, "POST", `/repos/team/fleet/actions/variables/${name}`, { value });
  for (const [name, data] of Object.entries(secrets))
    await gitea.ask(keeper, "PUT", `/repos/team/fleet/actions/secrets/${name}`, { data });
}

/** This project's workflows, by file, as another repository uses them. */
function ownWorkflows(actions: Stage["actions"]): Record<string, string> {
  const folder = join(house, ".gitea/workflows");
  const files = readdirSync(folder).filter((file) => !["ci.yml", "release.yml"].includes(file));
  const adapted = files.map((file) => {
    const text = readFileSync(join(folder, file), "utf8")
      .replaceAll(/uses: \.\/actions\/([\w-]+)/g, (_, name: string) => `uses: ${actions(name)}`)
      .replaceAll("examples/fleet", ".");
    return [file, text] as const;
  });
  return Object.fromEntries(adapted);
}
