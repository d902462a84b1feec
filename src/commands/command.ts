import { z } from "zod/mini";
import type { CommandContext } from "./context.ts";
import type { CommandResult } from "./result.ts";

/**
 * What is known of a command before it runs: enough for help, for the reference, and to refuse wrong options. The module
 * that declares one loads nothing else of Identikit; `test/architecture/start.test.ts` holds it to that.
 */
export interface Command<Shape extends z.core.$ZodShape = z.core.$ZodShape> {
  /** As it is typed, such as `config sync`. */
  readonly name: string;
  /** One line, in the imperative. */
  readonly summary: string;
  /** A command line that works on a repository that follows the conventions. */
  readonly example: string;
  readonly options: z.ZodMiniObject<Shape>;
  /** Loads what the command does, once its options are known to be right. */
  body(): Promise<CommandBody<Shape>>;
}

/** What a command does. */
export interface CommandBody<Shape extends z.core.$ZodShape = z.core.$ZodShape> {
  run(context: CommandContext, options: z.output<z.ZodMiniObject<Shape>>): Promise<CommandResult>;
}

/** A command as it is declared: with options that are made later. */
export interface CommandDeclaration<Shape extends z.core.$ZodShape> extends Omit<Command<Shape>, "options"> {
  readonly options: () => z.ZodMiniObject<Shape>;
}

/** Keeps the options' types together with the body's. */
export function defineCommand<Shape extends z.core.$ZodShape>(
  declaration: CommandDeclaration<Shape>,
): Command<Shape> {
  return {
    ...declaration,
    get options() {
      return declaration.options();
    },
  };
}

/** Options, made when they are first asked for: every face knows all commands, and one run needs the options of one. */
export function declareOptions<Shape extends z.core.$ZodShape>(
  shape: () => Shape,
): () => z.ZodMiniObject<Shape> {
  let made: z.ZodMiniObject<Shape> | undefined;
  return () => {
    made ??= z.object(shape());
    return made;
  };
}

/** What a body is given of options that were declared. */
export type OptionsOf<Declared extends () => z.ZodMiniObject> = z.output<ReturnType<Declared>>;

/** Runs a command; its errors are those of its body. */
export async function runCommand<Shape extends z.core.$ZodShape>(
  command: Command<Shape>,
  context: CommandContext,
  options: z.output<z.ZodMiniObject<Shape>>,
): Promise<CommandResult> {
  const { run } = await command.body();
  return await run({ ...context, command: command.name }, options);
}
