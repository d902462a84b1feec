import type { Controller } from "../../agents/control/controller.ts";
import { stackController } from "../../agents/readiness/stack-controller.ts";
import { stackWorlds } from "../../agents/readiness/stack-world.ts";
import { openSecretReader } from "../../config/secrets/secret-reader.ts";
import { IdentikitError } from "../../fault/error.ts";
import { gateFor } from "../../gate/gate.ts";
import { type ImageProofOptions, imageProof } from "../../gate/image-proof.ts";
import { clientPrograms } from "../../probe/clients/probe-clients.ts";
import { mcpServers } from "../../probe/mcp/probe-servers.ts";
import type { Project } from "../../project/project.ts";
import { skillRows } from "../../validate/skill-row.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "./access.ts";
import type { ControllerServices } from "./controllers.ts";
import { declaredHere } from "./declared-here.ts";
import { openPlaces, placeOf } from "./images.ts";
import { findKeyring } from "./keys.ts";
import { findTemplateSide, readTemplateSide } from "./template-side.ts";

const minuteMs = 60_000;

/** The controller of stacks, with everything that it asks outside. */
export function openStackController(services: ControllerServices): Controller {
  const { context, project, database, store, startPrograms = false } = services;
  const { env, log, clock } = context;
  const keyring = findKeyring(context, project);
  const secrets = openSecretReader({ database, env, log, clock, ...(keyring ? { keyring } : {}) });
  const { clientMinutes, imageMinutes, recheckMinutes } = project.settings.platform.readiness;
  return stackController({
    store,
    worlds: stackWorlds(database, store, {
      organizations: accessPlace(project, {}).organizations,
      declared: (organization) => declaredHere(project, organization),
    }),
    clients: clientPrograms({ env, startPrograms }),
    servers: mcpServers({ env, startPrograms, secrets, accessor: () => context.who() }),
    skills: skillRows,
    images: imageProof(proofOptions(context, project)),
    ages: {
      client: clientMinutes * minuteMs,
      image: imageMinutes * minuteMs,
      recheck: recheckMinutes * minuteMs,
    },
    now: () => clock.now(),
  });
}

function proofOptions(context: CommandContext, project: Project): ImageProofOptions {
  return {
    template: async (signal) => {
      const found = await findTemplateSide(context, project, {});
      const { tree, profile, required } = await readTemplateSide(context, project, found);
      const { destination } = project.settings.identity;
      return {
        treeDigest: tree.digest,
        gate: gateFor({ template: tree, destination, required, profile, signal }),
      };
    },
    withImage: async (image, look) => {
      const reference = placeOf(context, image);
      // Who writes a stack names images, and no files of this machine.
      if (reference.kind !== "registry") throw notInRegistry(image);
      await using places = openPlaces(context, project.settings, {
        insecureRegistry: [],
        allowPrivateHost: [],
      });
      const place = await places.open(reference);
      return await look(place.store, place.select());
    },
  };
}

function notInRegistry(image: string): IdentikitError {
  return new IdentikitError("REFERENCE_INVALID", `${image} is not an image of a registry`, {
    remedy: "Name it in the stack as HOST/NAME@sha256:….",
  });
}
