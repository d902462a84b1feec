// What a runner adds: the whole of drift-gate.yml under act against the same steps as commands, in turn, in seconds.
import { join } from "node:path";
import { runWorkflow } from "../e2e/act/act.ts";
import { makeWorkspace } from "../e2e/act/workspace.ts";
import { identikit } from "../e2e/identikit.ts";
import { print } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";

const rounds = 7;
using workspace = makeWorkspace();
workspace.commit();
const root = join(workspace.root, "examples/fleet");
const image = `oci:${join(workspace.outside, "images")}:current`;

async function seconds(work: () => Promise<{ readonly code: number | null }>): Promise<number> {
  const start = performance.now();
  const { code } = await work();
  if (code !== 0) throw new Error("it is to be clean");
  return (performance.now() - start) / 1000;
}

async function steps(...commands: readonly (readonly string[])[]): Promise<{ readonly code: number | null }> {
  for (const command of commands) {
    const { code } = await identikit([...command, "--root", root]);
    if (code !== 0) return { code };
  }
  return { code: 0 };
}

const fetch = ["fetch", "platform-agent"];
await seconds(() => steps(fetch, ["bake", "--base", "scratch", "--to", image]));
const commands: number[] = [];
const workflow: number[] = [];
for (let round = 0; round < rounds; round++) {
  commands.push(await seconds(() => steps(fetch, ["gate", "--image", image])));
  workflow.push(
    await seconds(() =>
      runWorkflow(workspace, {
        workflow: "drift-gate",
        event: "workflow_dispatch",
        vars: { PLATFORM_AGENT_IMAGE: image },
      }),
    ),
  );
}
print("drift-gate.yml under act beyond the same commands, in seconds", median(workflow) - median(commands), {
  atMost: 0.5,
});
