import { z } from "zod/mini";

/** What the faces need to know of an option beyond its schema. */
export interface OptionMeta {
  /** How a raw string becomes the schema's input: as it is, as a boolean, or as a list of lines. */
  readonly kind: "text" | "flag" | "list";
  /** One sentence, for `--help`, `action.yml` and the reference. */
  readonly description: string;
  /** What stands for the value in usage lines, such as `DIR`. */
  readonly value?: string;
  /** What a workflow gives when it says nothing: an expression for the runner, such as `${{ github.token }}`. */
  readonly expression?: string;
  /** A letter for the command line, beside the name: `f` for `-f`. */
  readonly short?: string;
  /** Given by position on the command line, not by a flag. */
  readonly positional?: boolean;
  /** Names a file that is written: see {@link outputFile}. */
  readonly isOutput?: boolean;
  /** Names a program that takes the process's place: standard output is that program's. */
  readonly isProgram?: boolean;
}

/** The one place where the faces look up {@link OptionMeta}. */
export const optionMeta: z.core.$ZodRegistry<OptionMeta> = z.registry<OptionMeta>();

/** A schema with what the faces need to know of it. */
export function option<Schema extends z.ZodMiniType>(schema: Schema, meta: OptionMeta): Schema {
  optionMeta.add(schema, meta);
  return schema;
}

const given = z.string().check(z.minLength(1, "must not be empty"));
const outputMeta = { kind: "text", value: "FILE", isOutput: true } as const;

/** A value that may be left out. */
export function text(value: string, description: string): z.ZodMiniOptional<z.ZodMiniString> {
  return option(z.optional(given), { kind: "text", value, description });
}

/** A value that must be given. */
export function requiredText(value: string, description: string): z.ZodMiniString {
  return option(given.clone(), { kind: "text", value, description });
}

/** A file that is written, where one is named; `-` is standard output, devices and FIFOs are written into. */
export function outputFile(description: string): z.ZodMiniOptional<z.ZodMiniString> {
  return option(z.optional(given), { ...outputMeta, description });
}

/** A file that is written, and must be named. */
export function requiredOutputFile(description: string): z.ZodMiniString {
  return option(given.clone(), { ...outputMeta, description });
}

/** On or off; off when left out. */
export function flag(description: string): z.ZodMiniDefault<z.ZodMiniBoolean> {
  return option(z._default(z.boolean(), false), { kind: "flag", description });
}

/** Any number of values; none when left out. */
export function list(value: string, description: string): z.ZodMiniDefault<z.ZodMiniArray<z.ZodMiniString>> {
  return option(z._default(z.array(given), []), { kind: "list", value, description });
}

/** A program and its arguments, after `--`; the process ends in it. */
export function program(description: string): z.ZodMiniDefault<z.ZodMiniArray<z.ZodMiniString>> {
  const meta = { kind: "list", value: "PROGRAM", positional: true, isProgram: true } as const;
  return option(z._default(z.array(z.string()), []), { ...meta, description });
}

/** One of some words. */
export function choice<const Word extends string>(
  words: readonly [Word, ...Word[]],
  initial: NoInfer<Word>,
  description: string,
): z.ZodMiniDefault<z.ZodMiniEnum<{ [W in Word]: W }>> {
  return option(z._default(z.enum(words), initial), { kind: "text", value: words.join("|"), description });
}

/** The same option, given by position on the command line. */
export function positional<Schema extends z.ZodMiniType>(schema: Schema): Schema {
  const meta = optionMeta.get(schema);
  if (!meta) throw new TypeError("only an option can be positional");
  optionMeta.remove(schema);
  optionMeta.add(schema, { ...meta, positional: true });
  return schema;
}
