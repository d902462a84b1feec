import { require_dist } from "../vendor/yaml.js";
import { IdentikitError } from "../start/faces.js";
import { isLoopback } from "../http.js";
import { tokenPath } from "./api.js";
// src/api/kubernetes/kubeconfig.ts
var import_dist = require_dist();
function kubeconfig({ server, token, user, namespace, certificateAuthority }) {
	const url = new URL(server);
	const isPlain = url.protocol !== "https:";
	if (isPlain && !isLoopback(url.hostname.replace(/^\[|\]$/g, ""))) throw new IdentikitError("AUTH_REQUIRED", `a token for ${url.host} would go over the network as plain text`, { remedy: "Reach the server by https." });
	const address = isPlain ? `${url.origin}${tokenPath(token)}` : url.origin;
	const authority = certificateAuthority === void 0 ? {} : { "certificate-authority-data": Buffer.from(certificateAuthority).toString("base64") };
	const name = "identikit";
	return (0, import_dist.stringify)({
		apiVersion: "v1",
		kind: "Config",
		clusters: [{
			name,
			cluster: {
				server: address,
				...authority
			}
		}],
		users: [{
			name: user,
			user: isPlain ? {} : { token }
		}],
		contexts: [{
			name,
			context: {
				cluster: name,
				user,
				namespace
			}
		}],
		"current-context": name
	});
}
export { kubeconfig };
