import { type Assignment, argumentsOf, environmentOf } from "./assignment.ts";
import type { Instruction } from "./instruction.ts";
import { ambiguousLine, type LinePlace } from "./refusal.ts";
import { expandVariables, type Value, type Variables } from "./variables.ts";

/** The variables that are in force, by the rules of ARG and ENV: before the first FROM, or in a stage. */
export class VariableScope {
  /** Where ENV sets a variable. */
  readonly environment: Map<string, number>;
  /** Where ARG names one, and what it came to. */
  readonly arguments = new Map<string, { line: number; value: string | undefined }>();
  readonly #values: Map<string, Value>;
  readonly #given: ReadonlyMap<string, string>;
  readonly #outer: Variables;

  private constructor(given: ReadonlyMap<string, string>, outer: Variables, below?: VariableScope) {
    this.#given = given;
    this.#outer = outer;
    this.environment = new Map(below?.environment);
    this.#values = new Map(below?.inherited());
  }

  /** @param given values of `--build-arg`, which win over defaults */
  static global(given: ReadonlyMap<string, string>): VariableScope {
    return new VariableScope(given, new Map());
  }

  /** @param below the scope of the stage that this one starts from */
  stage(below: VariableScope | undefined): VariableScope {
    return new VariableScope(this.#given, this.#values, below);
  }

  expand(text: string): Value {
    return expandVariables(text, this.#values);
  }

  arg({ text, flags, place }: Instruction): void {
    const pairs = argumentsOf(text, place);
    if (flags.length > 0) throw ambiguousLine(place, "builders differ in what a flag of ARG does");
    refuseReferences(pairs, place);
    for (const { name, value: fallback } of pairs) {
      checkName(name, place);
      const given = this.#given.get(name);
      const own: Value | undefined =
        given === undefined
          ? fallback === undefined
            ? this.#outer.get(name)
            : this.expand(fallback)
          : { value: given };
      const value = this.#settled(name, own);
      if (value) this.#values.set(name, value);
      this.arguments.set(name, {
        line: place.line,
        value: value && "value" in value ? value.value : undefined,
      });
    }
  }

  #settled(name: string, own: Value | undefined): Value | undefined {
    // BuildKit lets the later instruction win, the classic builder lets ENV win.
    if (this.environment.has(name)) return { doubt: `builders differ in whether ARG or ENV gives ${name}` };
    if (own === undefined && this.#values.has(name))
      return { doubt: `builders differ in whether a second ARG takes ${name}'s default away` };
    return own;
  }

  env({ text, flags, place }: Instruction): void {
    if (flags.length > 0) throw ambiguousLine(place, "ENV with a flag");
    const values = environmentOf(text, place).map(
      ({ name, value = "" }) => [name, this.expand(value)] as const,
    );
    for (const [name, value] of values) {
      checkName(name, place);
      this.#values.set(name, value);
      this.environment.set(name, place.line);
    }
  }

  /** ENV travels to a stage built on this one; whether ARG does depends on the builder. */
  inherited(): Map<string, Value> {
    return new Map(
      [...this.#values].map(([name, value]) => [
        name,
        this.environment.has(name)
          ? value
          : { doubt: `builders differ in whether a stage inherits the build argument ${name}` },
      ]),
    );
  }
}

function checkName(name: string, place: LinePlace): void {
  if (/["'$\\]/.test(name)) throw ambiguousLine(place, `builders differ in which variable ${name} is`);
}

/** Builders differ in whether one name of a line sees those before it. */
function refuseReferences(pairs: readonly Assignment[], place: LinePlace): void {
  for (const { name } of pairs) {
    const reference = new RegExp(`\\$\\{?${RegExp.escape(name)}\\b`);
    if (pairs.length > 1 && pairs.some(({ value }) => value !== undefined && reference.test(value)))
      throw ambiguousLine(
        place,
        `builders differ in what ${name} is within its own line; give it a line of its own`,
      );
  }
}
