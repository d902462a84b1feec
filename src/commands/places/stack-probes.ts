import type { StackControllerPorts } from "../../agents/readiness/stack-controller-ports.ts";
import { usualFactAges } from "../../agents/readiness/stack-facts.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { openSecretReader } from "../../config/secret-reader.ts";
import { IdentikitError } from "../../fault/error.ts";
import { gateFor } from "../../gate/gate.ts";
import { imageProof } from "../../gate/image-proof.ts";
import { clientPrograms } from "../../probe/clients/probe-clients.ts";
import { mcpServers } from "../../probe/mcp/probe-servers.ts";
import type { Project } from "../../project/project.ts";
import { skillRows } from "../../validate/skill-row.ts";
import type { CommandContext } from "../context.ts";
import type { RegistryOptionValues } from "../options/servers.ts";
import { openPlaces, placeOf } from "./images.ts";
import { findKeyring } from "./keys.ts";
import { findTemplateSide, readTemplateSide } from "./template-side.ts";

/** What asks the outside for the controller of stacks. */
export type StackProbes = Pick<StackControllerPorts, "clients" | "servers" | "skills" | "images" | "ages">;

export interface StackProbeOptions extends RegistryOptionValues {
  /** Whether programs that stacks and config rows name are started beside the keys of this process. */
  readonly startPrograms: boolean;
}

/** Opens what the controller of stacks asks; images are read while it is open. */
export async function openStackProbes(
  context: CommandContext,
  project: Project,
  database: ConfigDatabase,
  options: StackProbeOptions,
): Promise<StackProbes & AsyncDisposable> {
  const { env, log, clock } = context;
  const { startPrograms } = options;
  const keyring = findKeyring(context, project);
  const secrets = openSecretReader({ database, env, log, clock, ...(keyring ? { keyring } : {}) });
  const places = openPlaces(context, project.settings, options);
  return {
    clients: clientPrograms({ env, startPrograms }),
    servers: mcpServers({ env, startPrograms, secrets, accessor: await context.who() }),
    skills: skillRows,
    images: imageProof({
      template: async (signal) => {
        const found = await findTemplateSide(context, project, {});
        const { tree, profile, required } = await readTemplateSide(context, project, found);
        const { destination } = project.settings.identity;
        const gate = gateFor({ template: tree, destination, required, profile, signal });
        return { treeDigest: tree.digest, gate };
      },
      open: async (image) => {
        const reference = placeOf(context, image);
        // Who writes a stack names images, and no files of this machine.
        if (reference.kind !== "registry") throw notInRegistry(image);
        const place = await places.open(reference);
        return { source: place.store, selector: place.select() };
      },
    }),
    ages: usualFactAges,
    [Symbol.asyncDispose]: () => places[Symbol.asyncDispose](),
  };
}

function notInRegistry(image: string): IdentikitError {
  return new IdentikitError("REFERENCE_INVALID", `${image} is not an image of a registry`, {
    remedy: "Name it in the stack as HOST/NAME@sha256:….",
  });
}
