import { z } from "zod";
import { announcing } from "../../src/actions/around/announcing/announcing.ts";
import type { Action } from "../../src/actions/frame/action.ts";
import { declareOptions, defineCommand } from "../../src/commands/command.ts";
import { option } from "../../src/commands/options/option.ts";
import { IdentikitError } from "../../src/fault/error.ts";
import { finding, report } from "../report/sample.ts";

const verdicts = ["clean", "drift", "fault", "partly"] as const;

const fault = new IdentikitError("REGISTRY_UNREACHABLE", "registry.example did not answer", {
  remedy: "Run again when it does.",
  location: { file: "manifest.json", line: 4 },
});

/** An action that comes to what its input says, in the frame and with the announcing of the real ones. */
export const action: Action = {
  name: "drift-gate",
  description: "For tests of the frame.",
  command: defineCommand({
    name: "gate",
    summary: "For tests of the frame",
    example: "none",
    options: declareOptions(() => ({
      come: option(z.enum(verdicts), { kind: "text", description: "To what." }),
    })),
    body: async () => ({
      async run(_, { come }) {
        if (come === "fault") throw fault;
        const findings = come === "drift" ? [finding({ location: { file: "Dockerfile", line: 3 } })] : [];
        const faults = come === "partly" ? { faults: [fault] } : {};
        return { outputs: {}, account: ["looked"], report: report(findings), ...faults };
      },
    }),
  }),
  outputs: { result: "The verdict." },
  around: [announcing("drift-gate", "gate")],
};
