import { z } from "zod";
import { imageLimits } from "../limits.ts";
import { digest, moment, nullableText, platformFields, textMap, texts } from "./fields.ts";

const flag = z.boolean().nullish();
const whole = z.int().nullish();
/** A Go set: its members are keys. */
const set = z.record(z.string(), z.looseObject({}).nullable()).nullish();

/**
 * What a container runs with: the image specification's fields, the Docker image specification's, and those that engines
 * still read in configs of older engines.
 * @see https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md
 * @see https://github.com/moby/docker-image-spec/blob/v1.3.1/specs-go/v1/image.go
 */
const containerConfig = z
  .looseObject({
    User: nullableText,
    ExposedPorts: set,
    Env: texts,
    Entrypoint: texts,
    Cmd: texts,
    Volumes: set,
    WorkingDir: nullableText,
    Labels: textMap,
    StopSignal: nullableText,
    ArgsEscaped: flag,
    Healthcheck: z
      .looseObject({
        Test: texts,
        Interval: whole,
        Timeout: whole,
        StartPeriod: whole,
        StartInterval: whole,
        Retries: whole,
      })
      .nullish(),
    OnBuild: texts,
    Shell: texts,
    Hostname: nullableText,
    Domainname: nullableText,
    Image: nullableText,
    MacAddress: nullableText,
    StopTimeout: whole,
    AttachStdin: flag,
    AttachStdout: flag,
    AttachStderr: flag,
    Tty: flag,
    OpenStdin: flag,
    StdinOnce: flag,
    NetworkDisabled: flag,
  })
  .nullish();

export const configSchema = z.looseObject({
  ...platformFields,
  created: moment,
  author: nullableText,
  config: containerConfig,
  rootfs: z.looseObject({
    type: z.literal("layers"),
    diff_ids: z.array(digest).max(imageLimits.layers).nullable(),
  }),
  history: z
    .array(
      z.looseObject({
        created: moment,
        created_by: nullableText,
        author: nullableText,
        comment: nullableText,
        empty_layer: flag,
      }),
    )
    .nullish(),
  // Docker's own, from before the image specification.
  id: nullableText,
  parent: nullableText,
  comment: nullableText,
  container: nullableText,
  container_config: containerConfig,
  docker_version: nullableText,
});
