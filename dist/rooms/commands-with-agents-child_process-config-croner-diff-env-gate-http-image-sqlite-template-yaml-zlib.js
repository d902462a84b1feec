import { stackController } from "./agents-with-yaml.js";
import { stackWorlds } from "./agents-with-config.js";
import { openSecretReader } from "./config.js";
import { IdentikitError } from "../start/faces.js";
import { gateFor } from "./gate-with-diff-image-zlib.js";
import { imageProof } from "./gate.js";
import { clientPrograms } from "./probe-with-agents-child_process-config-env.js";
import { mcpServers } from "./probe-with-child_process-config-http.js";
import { skillRows } from "./validate-with-yaml.js";
import { accessPlace } from "./commands-with-agents-config.js";
import { declaredHere } from "./commands-with-agents-croner-yaml.js";
import { openPlaces, placeOf } from "./commands-with-child_process-http-image-sqlite-template.js";
import { findKeyring } from "./commands.js";
import { findTemplateSide, readTemplateSide } from "./commands-with-child_process-gate-image-template-yaml.js";
// src/commands/places/stack-controller.ts
const minuteMs = 6e4;
function openStackController(services) {
	const { context, project, database, store, startPrograms = false } = services;
	const { env, log, clock } = context;
	const keyring = findKeyring(context, project);
	const secrets = openSecretReader({
		database,
		env,
		log,
		clock,
		...keyring ? { keyring } : {}
	});
	const { clientMinutes, imageMinutes, recheckMinutes } = project.settings.platform.readiness;
	return stackController({
		store,
		worlds: stackWorlds(database, store, {
			organizations: accessPlace(project, {}).organizations,
			declared: (organization) => declaredHere(project, organization)
		}),
		clients: clientPrograms({
			env,
			startPrograms
		}),
		servers: mcpServers({
			env,
			startPrograms,
			secrets,
			accessor: () => context.who()
		}),
		skills: skillRows,
		images: imageProof(proofOptions(context, project)),
		ages: {
			client: clientMinutes * minuteMs,
			image: imageMinutes * minuteMs,
			recheck: recheckMinutes * minuteMs
		},
		now: () => clock.now()
	});
}
function proofOptions(context, project) {
	return {
		template: async (signal) => {
			const found = await findTemplateSide(context, project, {});
			const { tree, profile, required } = await readTemplateSide(context, project, found);
			const { destination } = project.settings.identity;
			return {
				treeDigest: tree.digest,
				gate: gateFor({
					template: tree,
					destination,
					required,
					profile,
					signal
				})
			};
		},
		withImage: async (image, look) => {
			const reference = placeOf(context, image);
			if (reference.kind !== "registry") throw notInRegistry(image);
			await using places = openPlaces(context, project.settings, {
				insecureRegistry: [],
				allowPrivateHost: []
			});
			const place = await places.open(reference);
			return await look(place.store, place.select());
		}
	};
}
function notInRegistry(image) {
	return new IdentikitError("REFERENCE_INVALID", `${image} is not an image of a registry`, { remedy: "Name it in the stack as HOST/NAME@sha256:…." });
}
export { openStackController };
