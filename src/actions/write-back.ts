import { writeBack } from "../commands/write-back/write-back.ts";
import { fetching } from "./around/artifacts/artifacts.ts";
import { hostTokenInput } from "./around/host-token.ts";
import type { Action } from "./frame/action.ts";

export const action: Action = {
  name: "write-back",
  description:
    "Take in what an agent's run brought back, and write to the forge what policies or people allow.",
  command: writeBack,
  around: [hostTokenInput, fetching("bundle", "list")],
  outputs: {
    run: "The run of the bundle; the first of several.",
    attempt: "Its attempt.",
    phase: "What became of the run: `Succeeded`, `Failed`, `Cancelled` or `Waiting`.",
    "is-new": "Whether a bundle was taken in that had not been before.",
    approvals: "What waits for a person, as JSON: name, action, digest and run of each.",
    results: "What was carried out or could not be, as JSON: name, action, phase and result of each.",
  },
};
