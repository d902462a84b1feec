import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
/** What `bake` builds from `scratch` where no platform is named: the same on every machine. */
const defaultPlatform = {
	os: "linux",
	architecture: "amd64"
};
/**
* Parses `os/architecture[/variant]`, such as `linux/arm64/v8`.
* @throws {IdentikitError} `USAGE`
*/
function parsePlatform(text) {
	let match = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text.trim().toLowerCase());
	if (!match) throw new IdentikitError("USAGE", `${JSON.stringify(text)} is not a platform`, { remedy: "Write os/architecture, such as linux/amd64 or linux/arm64/v8." });
	let [, os = "", architecture = "", variant] = match;
	return {
		os,
		architecture,
		...variant === void 0 ? {} : { variant }
	};
}
/** The platform as one writes it. */
function formatPlatform(platform) {
	let { os, architecture, variant } = platform, version = platform["os.version"];
	return `${os}/${architecture}${variant ? `/${variant}` : ""}${version ? ` (${version})` : ""}`;
}
/** True where `have` is what `want` asks for. `arm64` alone means `arm64/v8`, `arm` alone `arm/v7`, as in containerd. */
function platformMatches(want, have) {
	if (want.os !== have.os || want.architecture !== have.architecture) return !1;
	let version = want["os.version"];
	return version !== void 0 && version !== have["os.version"] ? !1 : usualVariant(want) === usualVariant(have);
}
function usualVariant({ architecture, variant }) {
	return variant || (architecture === "arm64" ? "v8" : architecture === "arm" ? "v7" : "");
}
/**
* True for an entry of an index that is about an image rather than one: the attestations of BuildKit, which carry the
* platform `unknown/unknown`. The annotation that BuildKit also writes does not count: an engine picks by platform
* alone, so an image under a real platform must not be able to hide behind it.
*/
function isAttestation({ platform }) {
	return platform?.os === "unknown" && platform.architecture === "unknown";
}
export { platformMatches as a, parsePlatform as i, formatPlatform as n, isAttestation as r, defaultPlatform as t };
