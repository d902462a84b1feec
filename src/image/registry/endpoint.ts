import { IdentikitError } from "../../fault/error.ts";
import { isLoopback } from "../../http/loopback.ts";

const dockerHub = /^(index\.|www\.)?docker\.io$/;

/**
 * The address of a registry's API.
 * @param host as it stands in a reference: a name or address, with a port where one is given
 * @param insecure plain HTTP where true, TLS where false; where it is not given, plain HTTP for loopback only
 * @throws {IdentikitError} `REFERENCE_INVALID` where the host is none
 */
export function endpointOf(host: string, insecure?: boolean): URL {
  const address = dockerHub.test(host) ? "registry-1.docker.io" : host;
  const url = URL.parse(`https://${address}/`);
  if (url?.href !== `https://${url?.host}/`) {
    throw new IdentikitError(
      "REFERENCE_INVALID",
      "the registry's host is not a host name with an optional port",
      {
        remedy: "Write it as registry.example.com or registry.example.com:5000.",
      },
    );
  }
  const plain = insecure ?? isLoopback(url.hostname);
  return plain ? new URL(`http://${address}/`) : url;
}
