import { encoding, encodings, mediaTypes } from "../encoding.ts";
import { someLayer, type Twist } from "../twist.ts";

/** A media type that says something else than the bytes, and one that Docker gives the same bytes. */
export const mediaTypeTwists: readonly Twist[] = [
  (plan, chance) => {
    const types = [
      ...Object.values(mediaTypes),
      "application/vnd.docker.image.rootfs.diff.tar.gzip",
      "application/vnd.docker.image.rootfs.diff.tar",
      "application/vnd.docker.image.rootfs.diff.tar.zstd",
    ];
    const layer = someLayer(plan, chance);
    layer.encoding = {
      ...encodings[chance.pick(["none", "gzip", "zstd"] as const)],
      mediaType: chance.pick(types),
    };
  },
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const docker = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    layer.encoding = { ...encodings.gzip, mediaType: docker };
  },
  // Other compressions, by the bytes that they begin with.
  (plan, chance) => {
    const heads = [
      "425a6839",
      "fd377a585a00",
      "504b0304",
      "28b52ffd",
      "1f8b08",
      "1f9d90",
      "04224d18",
      "502a4d18",
    ];
    const head = Buffer.from(chance.pick(heads), "hex");
    const layer = someLayer(plan, chance);
    const keepsName = chance.once(2);
    layer.encoding = encoding(chance.pick(Object.values(mediaTypes)), (archive) =>
      keepsName ? Buffer.concat([head, archive]) : Buffer.concat([head, archive.subarray(head.length)]),
    );
  },
];
