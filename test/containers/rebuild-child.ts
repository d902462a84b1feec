import process from "node:process";
import { rebuildContainers } from "../../src/containers/rebuild-containers.ts";
import { connectEngine } from "../../src/image/engine/connection.ts";
import { configOf, settingsFor } from "../env/fleet-agent.ts";
import { type ChildOrder, scout, secrets } from "./kill-fleet.ts";

// One rebuild, to be killed or raced: rebuild-child.ts ORDER, a ChildOrder in JSON
const order = JSON.parse(process.argv[2] as string) as ChildOrder;
const { host, envRoot, image, prompt, settleMs } = order;
const engine = await connectEngine({ DOCKER_HOST: host });
const settings = { ...settingsFor(envRoot, secrets()), sync: true };
process.stdout.write("go\n");
const [outcome] = await rebuildContainers({
  ...settings,
  engine,
  image,
  agents: [configOf(scout(prompt))],
  settleMs,
  healthMs: 20_000,
  stopSeconds: 1,
});
const code = outcome && "error" in outcome ? ` ${outcome.error.code}` : "";
process.stdout.write(`done ${outcome?.result}${code}\n`);
