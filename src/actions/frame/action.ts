import type { z } from "zod/mini";
import type { Command } from "../../commands/command.ts";
import type { CommandContext } from "../../commands/context.ts";
import type { CommandResult, Output } from "../../commands/result.ts";
import type { IdentikitError } from "../../fault/error.ts";

/** What a command came to for its action: a result, or the fault that it ended with. */
export type Outcome =
  | { readonly kind: "result"; readonly result: CommandResult }
  | { readonly kind: "fault"; readonly fault: IdentikitError };

/** What an action does around its command, with inputs of its own: only a CI host makes sense of it. */
export interface Around<Shape extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly inputs: z.ZodMiniObject<Shape>;
  /** Options of the command that `before` can give, so that a workflow need not. */
  readonly supplies?: readonly string[];
  /** Before the command: the context that it runs in, in place of the runner's. */
  equip?(context: CommandContext, inputs: z.output<z.ZodMiniObject<Shape>>): CommandContext;
  /** Before the command: raw options for it, in place of what the workflow gave. */
  before?(
    context: CommandContext,
    inputs: z.output<z.ZodMiniObject<Shape>>,
  ): Promise<Record<string, unknown>>;
  /** After the command and before it is told: what came of it, as the action tells it. */
  revise?(
    context: CommandContext,
    inputs: z.output<z.ZodMiniObject<Shape>>,
    outcome: Outcome,
  ): Promise<Outcome>;
  /** After the command, however it ended: tells it, stores it; gives outputs of its own, in camelCase. */
  after?(
    context: CommandContext,
    inputs: z.output<z.ZodMiniObject<Shape>>,
    outcome: Outcome,
  ): Promise<Record<string, Output | undefined>>;
}

/** As it is declared: with inputs that are made for the actions that take them. */
export interface AroundDeclaration<Shape extends z.core.$ZodShape> extends Omit<Around<Shape>, "inputs"> {
  readonly inputs: () => z.ZodMiniObject<Shape>;
}

/** Keeps the inputs' types together with what is done with them; the frame, which parses them, knows them no closer. */
export function defineAround<Shape extends z.core.$ZodShape>(declaration: AroundDeclaration<Shape>): Around {
  const around: Around<Shape> = {
    ...declaration,
    get inputs() {
      return declaration.inputs();
    },
  };
  return around as Around;
}

/** One action: the command that it runs, and which of the command's outputs it gives on. */
export interface Action {
  /** The folder under `actions/`. */
  readonly name: string;
  /** What the marketplace shows, in one line. */
  readonly description: string;
  readonly command: Command;
  /** Options of the command that make no sense in a job; the action does not take them. */
  readonly without?: readonly string[];
  /** What the action does beyond the command, with inputs that the command's options do not have. */
  readonly around?: readonly Around[];
  /** By kebab-case name: what each output holds. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Reads more outputs off the result: their names are the user's own. */
  readonly namedByUser?: (result: CommandResult) => Readonly<Record<string, string>>;
  /** Defaults that fit a workflow better than the command's own, by option. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Defaults that the runner's variables give, by option; they are not shown in `action.yml`. */
  readonly runnerDefaults?: (env: Readonly<Record<string, string | undefined>>) => Record<string, string>;
}

/** A place for a file that later steps of the job read: the runner clears it away after the job. */
export function temporaryFile(env: Readonly<Record<string, string | undefined>>, name: string): string {
  return `${env.RUNNER_TEMP ?? ".identikit"}/identikit/${name}`;
}

/** `tree-digest` as the result calls it: `treeDigest`. */
export function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
