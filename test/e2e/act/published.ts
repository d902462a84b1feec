import type { DockerRegistry } from "../../services/docker-registry.ts";
import { copyFleet } from "../fleet.ts";
import { identikitJson } from "../identikit.ts";

/** Publishes the example fleet's platform-agent image, as it stands in this repository; gives its reference. */
export async function publishFleetImage(registry: DockerRegistry): Promise<string> {
  using fleet = copyFleet();
  const image = `docker://${registry.host}/molecule-ai/platform-platform-agent:current`;
  for (const args of [
    ["fetch", "platform-agent"],
    ["bake", "--base", "scratch", "--to", image],
  ]) {
    const { code, json } = await identikitJson([...args, "--root", fleet.root], { cwd: fleet.root });
    if (code !== 0) throw new Error(`${args[0]}: ${JSON.stringify(json)}`);
  }
  return image;
}
