import "./rolldown-runtime-DqgWs3Hx.js";
import { t as promote } from "./promote-Dh87fta5.js";
import { t as registryLogin } from "./registry-D_Urv46c.js";
const action = {
	name: "promote-image",
	description: "Move a tag to a verified digest, byte for byte, without a rebuild.",
	job: promote,
	around: [registryLogin],
	outputs: {
		image: "The image under its new tag, with its digest.",
		digest: "The digest that the tag stands for now.",
		"previous-digest": "The digest that it stood for before; empty for a new tag."
	}
};
export { action };
