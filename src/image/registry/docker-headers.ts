import { type DockerConfigOptions, invalidConfig, readDockerConfig } from "./docker-config-file.ts";

/** Headers that each request to a registry's own address carries. They may be secrets: nobody else is sent them. */
export type HeaderSource = (place: {
  readonly host: string;
  readonly signal: AbortSignal;
}) => Promise<Readonly<Record<string, string>>>;

export const noHeaders: HeaderSource = async () => ({});

/** Headers that say what a request is, or who asks: another value would change its meaning. */
const ours =
  /^(accept|accept-encoding|authorization|connection|content-.*|expect|host|keep-alive|proxy-.*|range|te|trailer|transfer-encoding|upgrade|user-agent)$/;
const name = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * `HttpHeaders` of Docker's `config.json`, which gateways before a registry may ask for. As with Docker, `User-Agent` is
 * passed over; so is what a request's meaning depends on.
 * @throws {IdentikitError} `CREDENTIALS_INVALID` for what is no header
 */
export function dockerConfigHeaders(options: DockerConfigOptions): HeaderSource {
  let read: Promise<Readonly<Record<string, string>>> | undefined;
  return () => {
    read ??= readHeaders(options);
    return read;
  };
}

async function readHeaders(options: DockerConfigOptions): Promise<Readonly<Record<string, string>>> {
  const config = await readDockerConfig(options);
  const headers: Record<string, string> = {};
  for (const [key, text] of config?.headers ?? []) {
    if (!name.test(key) || typeof text !== "string" || !value.test(text))
      throw invalidConfig(config?.file ?? "", "has an entry in `HttpHeaders` that is not an HTTP header");
    if (!ours.test(key.toLowerCase())) headers[key.toLowerCase()] = text;
  }
  return headers;
}
