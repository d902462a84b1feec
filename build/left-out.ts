import type { Plugin } from "rolldown";

/**
 * Parts of the engine's client that Identikit never calls, and that would weigh as much as half of what is bundled: a
 * connection through SSH (ssh2), a session and the progress of BuildKit (gRPC, protobuf). A `DOCKER_HOST` that would
 * want the first is refused before.
 */
const parts: readonly (readonly [file: RegExp, what: string])[] = [
  [/node_modules\/docker-modem\/lib\/ssh\.js$/, "A connection through ssh://"],
  [/node_modules\/dockerode\/lib\/session\.js$/, "A session of BuildKit"],
  [/node_modules\/dockerode\/lib\/buildkit\.js$/, "The progress of BuildKit"],
];

/** Leaves {@link parts} out, with the packages behind them: what stands in their place throws as soon as it is used. */
export function leftOut(): Plugin {
  return {
    name: "left-out",
    load: (id) => {
      const what = parts.find(([file]) => file.test(id))?.[1];
      return what === undefined ? null : refusal(what);
    },
  };
}

function refusal(what: string): string {
  const message = `${what} is not part of Identikit: it reaches an engine over unix://, npipe:// or tcp://`;
  return `const refuse = () => { throw new Error(${JSON.stringify(message)}); };
module.exports = new Proxy(refuse, { get: refuse });`;
}
