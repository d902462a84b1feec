import type Docker from "dockerode";
import type { ResolvedAgent } from "../env/agent.ts";
import { certain } from "../fault/certain.ts";
import { asFault, IdentikitError } from "../fault/error.ts";
import { fieldsOf } from "../fault/thrown.ts";
import { type Inspected, inspectIfThere, nameOf } from "./agent-container.ts";
import { asked } from "./engine-call.ts";
import { planSuccessor, type SuccessorPlan } from "./plan-successor.ts";
import type { RebuildOptions } from "./rebuild-options.ts";
import { refuseRebuild, unacceptedFault } from "./refusals.ts";

export interface RebuildPlan {
  /** The id of the image to go to. */
  readonly image: string;
  readonly successor: SuccessorPlan;
}

/**
 * Works out how a container is replaced, or why it must not be. Nothing is touched.
 * @throws {IdentikitError} `CONTAINER_ENV` where it does not mount the env directory that is rendered;
 * `CONTAINER_REFUSED` where it has what its successor would not have; `CONTAINER_FAILED` where it could not come back;
 * `IMAGE_MISSING`, `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function planRebuild(
  agent: ResolvedAgent,
  container: Inspected,
  options: RebuildOptions,
): Promise<RebuildPlan> {
  const { engine, accept = [], image: reference = container.Config.Image } = options;
  await refuseRebuild(agent, container, { engine, accept });
  const image = await asked(`image ${reference}`, () => engine.getImage(reference).inspect());
  const old = await oldImage(container, engine, accept);
  const machine = container.HostConfig.NetworkMode === "host" ? await machineName(engine) : undefined;
  const successor = planSuccessor(container, {
    defaults: old?.Config ?? {},
    image: reference,
    borrowed: await borrowedFrom(container, engine),
    ...(machine === undefined ? {} : { machine }),
    ...(await platformOf(old, engine)),
  });
  return { image: image.Id, successor };
}

/** Without it nobody can tell what was set for the container from what its image said. */
async function oldImage(
  container: Inspected,
  engine: Docker,
  accept: readonly string[],
): Promise<Docker.ImageInspectInfo | undefined> {
  try {
    return await asked("image", () => engine.getImage(container.Image).inspect());
  } catch (caught) {
    if (asFault(caught).code !== "IMAGE_MISSING") throw caught;
    if (accept.includes("Image")) return undefined;
    const gone = `is from image ${container.Image.slice(0, 19)}, which is gone: what it set cannot be told from what that image said`;
    throw unacceptedFault(container, gone, ["Image"]);
  }
}

async function borrowedFrom(container: Inspected, engine: Docker): Promise<Inspected[]> {
  const borrowed: Inspected[] = [];
  for (const from of container.HostConfig.VolumesFrom ?? []) {
    const name = certain(from.split(":", 1)[0]);
    const other = await inspectIfThere(engine, name);
    if (!other) {
      const message = `container ${nameOf(container)} uses the volumes of ${name} (HostConfig.VolumesFrom), which is gone`;
      throw new IdentikitError("CONTAINER_REFUSED", message, {
        remedy: "Create the container again with these volumes by their names.",
      });
    }
    borrowed.push(other);
  }
  return borrowed;
}

/** The platform is asked for where the engine would choose its own, and the container has another. */
async function platformOf(
  image: Docker.ImageInspectInfo | undefined,
  engine: Docker,
): Promise<{ readonly platform?: string }> {
  if (!image) return {};
  const { Os, Architecture, Variant } = image;
  const { Arch } = await asked("version", () => engine.version());
  if (!Architecture || Architecture === Arch) return {};
  return { platform: [Os, Architecture, ...(Variant ? [Variant] : [])].join("/") };
}

async function machineName(engine: Docker): Promise<string | undefined> {
  const { Name } = fieldsOf(await asked("info", () => engine.info()));
  return typeof Name === "string" ? Name : undefined;
}
