import "./rolldown-runtime-DqgWs3Hx.js";
import { t as publish } from "./publish-nTJsSvUt.js";
import { t as registryLogin } from "./registry-D_Urv46c.js";
const action = {
	name: "publish-image",
	description: "Gate an image, push it under the tags that the run gives, and read back what they stand for.",
	job: publish,
	around: [registryLogin],
	outputs: {
		image: "The published image with its digest.",
		digest: "The digest of the manifest or index.",
		tags: "The tags, as a JSON list."
	}
};
export { action };
