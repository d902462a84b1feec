import "./rolldown-runtime-DqgWs3Hx.js";
import { t as bake } from "./bake-CX4brNFR.js";
import { t as registryLogin } from "./registry-D_Urv46c.js";
const action = {
	name: "bake-identity",
	description: "Put the template's identity on a base image without a daemon, gated before it can be reached.",
	job: bake,
	around: [registryLogin],
	outputs: {
		image: "The image with its digest.",
		digest: "The digest of the manifest or index.",
		"layer-digest": "The digest of the identity layer.",
		"tree-digest": "The digest of the identity's files."
	}
};
export { action };
