import manifest from "../../package.json" with { type: "json" };

/** This release of Identikit. */
export const version: string = manifest.version;
