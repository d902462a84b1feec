import { z } from "zod";
import { asFault, type IdentikitError } from "../../fault/error.ts";
import type { Context } from "../../runtime/context.ts";
import { defineCommand, errorOf } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import type { Probe } from "./machine-probes.ts";

const marks = { ok: "✓", absent: "–", wrong: "✗" } as const;

export const doctor = defineCommand({
  name: "doctor",
  summary: "Say what this machine and this repository have, what is missing, and how to get it.",
  example: "identikit doctor",
  options: z.object({ ...rootOption, ...databaseOption }),
  async run(context, options) {
    const { machineProbes } = await import("./machine-probes.ts");
    const { repositoryProbes } = await import("./repository-probes.ts");
    const probes = [...machineProbes(context), ...repositoryProbes(context, options)];
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
  },
});

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
