import { relative } from "node:path";
import type { z } from "zod/mini";
import type { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import type { Report } from "../../report/report.ts";
import { count } from "../accounts/wording.ts";
import { type Command, runCommand } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { asOutput, type CommandResult, jsonOf, type Output } from "../result.ts";

/** Several parts of one step failed; each is told. */
export class FailedStep extends Error {
  readonly faults: readonly IdentikitError[];

  constructor(faults: readonly IdentikitError[]) {
    super("several parts of a step failed");
    this.faults = faults;
  }
}

/** What one step came to. */
export interface StepSummary {
  readonly name: string;
  readonly seconds: number;
  readonly changed: boolean;
  readonly line: string;
}

/** Collects what the steps of a chain came to, and tells it as one story. */
export class PipelineAccount {
  readonly #context: CommandContext;
  readonly root: string;
  readonly #results = new Map<string, CommandResult>();
  readonly #seconds = new Map<string, number>();
  readonly #faults: IdentikitError[] = [];

  constructor(context: CommandContext, root: string) {
    this.#context = context;
    this.root = root;
  }

  /** Runs one command as the next step; a part of it that failed ends the chain. */
  async step<Shape extends z.core.$ZodShape>(
    name: string,
    command: Command<Shape>,
    raw: z.input<z.ZodMiniObject<Shape>>,
  ): Promise<CommandResult> {
    return await this.timed(name, () => runCommand(command, this.#context, command.options.parse(raw)));
  }

  /** Takes the result of a step that is run otherwise, and how long it takes; a part of it that failed ends the chain. */
  async timed(name: string, work: () => Promise<CommandResult>): Promise<CommandResult> {
    this.#context.signal.throwIfAborted();
    const start = this.#context.clock.now().getTime();
    const result = await work();
    this.#seconds.set(name, (this.#context.clock.now().getTime() - start) / 1000);
    return this.#add(name, result);
  }

  #add(name: string, result: CommandResult): CommandResult {
    const [fault, ...others] = result.faults ?? [];
    if (fault) throw others.length === 0 ? fault : new FailedStep([fault, ...others]);
    this.#results.set(name, result);
    return result;
  }

  /** As {@link step}, for a command that does what it can: the chain goes on with that, and ends with what failed. */
  async stepInParts<Shape extends z.core.$ZodShape>(
    name: string,
    command: Command<Shape>,
    raw: z.input<z.ZodMiniObject<Shape>>,
  ): Promise<CommandResult> {
    return await this.timed(name, async () => {
      const { faults = [], ...done } = await runCommand(command, this.#context, command.options.parse(raw));
      this.#faults.push(...faults);
      return done;
    });
  }

  /** What failed of the steps that went on. */
  get faults(): readonly IdentikitError[] {
    return this.#faults;
  }

  /** What the steps found, in their order. */
  get findings(): readonly Finding[] {
    return [...this.#results.values()].flatMap(({ report }) => report?.findings ?? []);
  }

  /** Every step's outputs by its name. */
  get outputs(): Record<string, Output> {
    const entries = [...this.#results].map(([name, result]) => [name, asOutput(jsonOf(result))]);
    return Object.fromEntries(entries);
  }

  /** The steps with what each came to, in a line, and how long it took. */
  get steps(): readonly StepSummary[] {
    return [...this.#results].map(([name, { account, changed = false, report }]) => ({
      ...{ name, changed, seconds: this.#seconds.get(name) ?? 0 },
      line: this.shorten((report?.check === "gate" ? verdictLine(report) : account[0]) ?? ""),
    }));
  }

  /** Every step's account, its first line behind the step's name; paths in the repository relative to it. */
  get lines(): string[] {
    const width = Math.max(...[...this.#results.keys()].map((name) => name.length));
    return [...this.#results].flatMap(([name, { account, report }]) =>
      [...(report?.check === "gate" ? [verdictLine(report)] : []), ...account].map(
        (line, index) => `${(index === 0 ? name : "").padEnd(width)}  ${this.shorten(line)}`,
      ),
    );
  }

  /** Whether any step changed anything. */
  get changed(): boolean {
    return [...this.#results.values()].some(({ changed }) => changed === true);
  }

  /** A line with the repository's own paths relative to it, however they were written. */
  shorten(line: string): string {
    const typed = relative(this.#context.cwd, this.root);
    const short = line.replaceAll(`${this.root}/`, "");
    return typed === "" ? short : short.replaceAll(` ${typed}/`, " ");
  }
}

/** What a check came to; what it found follows at the end of the whole account. */
function verdictLine({ verdict, findings }: Report): string {
  return verdict === "clean"
    ? "clean: every file is byte for byte the template's"
    : `${verdict}: ${count(findings.length, "finding")}`;
}
