import { resolve } from "node:path";
import { type BootEnvironment, bootEnvironment } from "../../boot/boot-environment.ts";
import { readBootstrapSecrets } from "../../boot/bootstrap-secrets.ts";
import { chooseIdentity, type StartingIdentity } from "../../boot/choose-identity.ts";
import { findProgram } from "../../boot/find-program.ts";
import { openProject, type Project } from "../../project/project.ts";
import type { SuccessorProgram } from "../../runtime/successor-program.ts";
import type { CommandContext } from "../context.ts";
import { materializeResult } from "../materialize/body.ts";
import { type MaterializeRun, materializeRun } from "../materialize/materialize-run.ts";
import { usualTemplateOf } from "../places/identity-template.ts";
import type { CommandResult } from "../result.ts";
import type { BootCommandOptions } from "./boot.ts";
import { renderAgent } from "./render-agent.ts";

export async function run(given: CommandContext, options: BootCommandOptions): Promise<CommandResult> {
  const project = await openProject(given.cwd, options.root);
  const environment = openEnvironment(given, project, options);
  const context: CommandContext = { ...given, env: environment.own };
  const program = findBootProgram(context, environment, options.program);
  const materialized = await materializeRun(context, project, options);
  const identity = startingIdentity(context, project, materialized, options);
  // A last resort is never silent, whatever --quiet says.
  if (identity.from === "image") context.log.warn(identity.line);
  const rendered =
    options.agent === undefined ? undefined : await renderAgent(context, project, options.agent, options);
  return resultOf(materialized, identity, rendered, program);
}

/** Parts the secrets from the variables, and hides their values from every log before anything else happens. */
function openEnvironment(
  { env, cwd, log }: CommandContext,
  { settings }: Project,
  { secrets: directory, secretVariable: variables }: BootCommandOptions,
): BootEnvironment {
  const tokens = settings.templateTokens;
  const secrets = readBootstrapSecrets({
    directory: directory === undefined ? undefined : resolve(cwd, directory),
    variables,
    environment: env,
    tokens,
  });
  const environment = bootEnvironment(env, secrets, tokens);
  for (const value of environment.values) log.mask(value);
  for (const name of environment.passedOver)
    log.warn(
      `${name} is set and was not given as a bootstrap secret: it is not read (--secret-variable ${name})`,
    );
  return environment;
}

/** What to start is looked for first: an agent that cannot run should not have its volume changed. */
function findBootProgram(
  { cwd }: CommandContext,
  { agent: env }: BootEnvironment,
  [name, ...args]: readonly string[],
): SuccessorProgram | undefined {
  return name === undefined
    ? undefined
    : { file: findProgram(name, env.PATH, cwd), argv: [name, ...args], env };
}

function startingIdentity(
  { cwd }: CommandContext,
  project: Project,
  { name, volume, outcome }: MaterializeRun,
  { identity: directory }: BootCommandOptions,
): StartingIdentity {
  const { identity } = project.settings;
  const destination = directory === undefined ? identity.destination : resolve(cwd, directory);
  const template = usualTemplateOf(project) ?? name;
  const { required } = identity;
  return chooseIdentity({ name, volume, delivery: outcome, baked: { destination, template, required } });
}

type Rendered = Awaited<ReturnType<typeof renderAgent>>;

function resultOf(
  { name, outcome }: MaterializeRun,
  { from, directory, line }: StartingIdentity,
  rendered: Rendered | undefined,
  program: SuccessorProgram | undefined,
): CommandResult {
  const delivery = materializeResult(name, outcome);
  const faults = rendered?.faults ?? [];
  return {
    outputs: {
      ...delivery.outputs,
      identity: { from, directory },
      ...(rendered ? { rendered: rendered.result, envDirectory: rendered.directory } : {}),
      program: program?.file,
    },
    account: [...delivery.account, ...(from === "image" ? [] : [line]), ...(rendered?.account ?? [])],
    changed: delivery.changed === true || rendered?.result === "rendered",
    faults,
    ...(program === undefined ? {} : { successor: withPlaces(program, directory, rendered?.directory) }),
  };
}

/** Tells the agent where its files are. */
function withPlaces(
  program: SuccessorProgram,
  identity: string,
  envDirectory: string | undefined,
): SuccessorProgram {
  const places = {
    ...(identity === "" ? {} : { IDENTIKIT_IDENTITY: identity }),
    ...(envDirectory === undefined ? {} : { IDENTIKIT_ENV_DIRECTORY: envDirectory }),
  };
  return { ...program, env: { ...program.env, ...places } };
}
