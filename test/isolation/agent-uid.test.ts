import { expect, test } from "vitest";
import { AgentUid } from "../../src/isolation/user/agent-uid.ts";
import { scratchDirectory } from "../scratch.ts";
import { scratchHost } from "./isolated.ts";

test.runIf(process.geteuid?.() === 0)(
  "two agents of one machine never have one user id, whichever projects they work for",
  async () => {
    const host = scratchHost();
    using first = await AgentUid.take(host);
    using second = await AgentUid.take({ ...host, stateDirectory: scratchDirectory() });
    expect(second.id).not.toBe(first.id);
  },
);
