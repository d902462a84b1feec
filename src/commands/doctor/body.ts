import { asFault, type IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import type { CommandContext } from "../context.ts";
import { type CommandResult, errorOf } from "../result.ts";
import type { DoctorCommandOptions } from "./doctor.ts";
import { machineProbes, type Probe } from "./machine-probes.ts";
import { repositoryProbes } from "./repository-probes.ts";
import { tokenProbes } from "./token-probes.ts";
import { trackedProbe } from "./tracked-probe.ts";

export async function run(context: CommandContext, options: DoctorCommandOptions): Promise<CommandResult> {
  const probes = [
    ...machineProbes(context),
    ...repositoryProbes(context, options),
    trackedProbe(context, options),
    ...(options.token ? tokenProbes(context, await openProject(context.cwd, options.root)) : []),
  ];
  const results = await Promise.all(probes.map((probe) => examine(probe, context)));
  const needed = results.flatMap((result) => (result.fault && result.needed ? [result.fault] : []));
  // Without a repository several probes fail for one reason, which is said once.
  const faults = [...new Map(needed.map((fault) => [fault.message, fault])).values()];
  const width = Math.max(...results.map(({ name }) => name.length));
  return {
    outputs: {
      checks: results.map(({ name, state, detail, fault }) => ({
        name,
        state,
        detail,
        ...(fault ? { error: errorOf(fault) } : {}),
      })),
    },
    account: results.flatMap(({ name, state, detail, fault, needed }) => [
      `${marks[state]} ${name.padEnd(width)}  ${detail}`,
      // What is needed and wrong is said once more at the end, as the command's error.
      ...(fault && !needed ? [`  ${" ".repeat(width)}  ${fault.remedy}`] : []),
    ]),
    faults,
  };
}

const marks = { ok: "✓", absent: "–", wrong: "✗" } as const;

interface Examined {
  readonly name: string;
  readonly needed: boolean;
  readonly state: keyof typeof marks;
  readonly detail: string;
  readonly fault?: IdentikitError;
}

async function examine(probe: Probe, context: Context): Promise<Examined> {
  const { name, needed } = probe;
  try {
    return { name, needed, state: "ok", detail: await probe.look(context.signal) };
  } catch (caught) {
    const fault = asFault(caught);
    return { name, needed, state: needed ? "wrong" : "absent", detail: fault.message, fault };
  }
}
