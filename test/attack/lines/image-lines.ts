import type { AttackLine } from "./attack-line.ts";

const image = "test/image/hostile-image.test.ts";
const documents = "test/image/hostile-documents.test.ts";
const registry = "test/image/registry/hostile-registry.test.ts";
const corpus = "test/attack/corpus.test.ts";

export const imageLines: readonly AttackLine[] = [
  {
    attack:
      "a manifest whose digest is not its content's; a blob that ends early, is longer, or differs after its tar end; a config with more or fewer diff_ids than layers; schema 1 manifests; foreign layers; zstd and uncompressed layers; an index inside an index; a platform that is not there; attestation entries in an index",
    proofs: {
      [image]: [
        "whose content is not its digest's is a mismatch",
        "ends early",
        "is longer",
        "differs after its archive's end",
        "with more diff IDs than layers",
        "with fewer diff IDs than layers",
        "of schema 1",
        "that nobody may pass on is unverified where it is not there",
        "passes as gzip, in several gzip members, as zstd and uncompressed",
        "is read through indexes in it, and attestations in it are left out",
        "does not let an image pass as another platform's",
      ],
    },
  },
  {
    attack:
      "whiteouts, opaque directories, a directory recreated after a whiteout, a file replaced by a directory, hard links to files of lower layers, a parent that is a symbolic link (absolute and relative, across layers, in a cycle)",
    proofs: {
      "test/image/view/container-view.test.ts": [
        "is what every engine shows, for every way in which layers hide",
      ],
      [image]: ["has a link in a circle above an entry", "has a hard link to a directory at the destination"],
      "test/image/view/access.test.ts": ["is found through links, as a program finds it"],
      [corpus]: [" whiteout", " opaque", " replaced", " hard-link", " linked-parent"],
    },
  },
  {
    attack:
      "401 with a realm elsewhere; scope lists that a registry reads only in part; a mount answered 201, 202, 401, 403, 404, 405, 500; redirects to other origins (no credential follows); 429 with and without `Retry-After`; connections cut in the middle; uploads whose location is relative; a tag moved between two requests",
    proofs: {
      "test/image/registry/token.test.ts": [
        "of the scopes still gives tokens for everything",
        "no credential goes to the realm",
      ],
      "test/image/registry/mount.test.ts": [
        "(201) sends nothing",
        "(202) is the start of the upload",
        "falls back to sending",
      ],
      [registry]: [
        "a redirect elsewhere is followed without the credential",
        "an upload goes on at a",
        "a tag that moves between two requests changes nothing",
      ],
      "test/image/registry/outage.test.ts": ["429 without end is given up"],
      "test/image/registry/retry.test.ts": [
        "a Retry-After in",
        "a connection that is cut",
        "a manifest that is cut in the middle",
        "a download that is cut",
        "an upload that is cut",
      ],
    },
  },
  {
    attack:
      "a credential helper that is missing, fails, or prints an error; a `config.json` that is malformed",
    proofs: { "test/image/registry/docker-config.test.ts": ["a helper that ", "a config.json with"] },
  },
  {
    attack:
      "JSON keys in another letter case (Go folds Unicode and takes the last), duplicate keys, in manifests, indexes, configs, layouts, archives, platforms; two `manifest.json` in one archive",
    proofs: {
      [documents]: [
        "`Layers`, which Go takes",
        "`layerſ`, which Go folds to `layers`",
        "a second `layers`",
        "a field of an index in capitals",
        "in an entry is unverified",
        "another user in lower case",
        "`Diff_IDs` in the list of layers",
      ],
      "test/image/archive/hostile-archive.test.ts": [
        "two manifest.json",
        "an index with `Manifests`",
        "`Layers` and `layers`",
      ],
      "test/attack/documents/document-fuzz.test.ts": [
        "are read alike or refused",
        "spell a key in every way that Go takes for it",
      ],
    },
  },
  {
    attack:
      "tar as others read it: `GNU.sparse.*` in ordinary entries, GNU magic with a prefix, empty or NUL-only long-name records, global headers after pending records, names that are not UTF-8, a name both present and whited out in one layer, a directory whited out and recreated in one layer, a whiteout left behind by a replaced directory, opaque markers at the root",
    proofs: {
      "test/tar/tar-as-go.test.ts": [
        "is forgotten where a global header follows",
        "that are not UTF-8 stay apart",
        "have the name that their records give them",
      ],
      "test/image/view/disputes.test.ts": ["layers that engines read in different ways > are refused"],
      [corpus]: [
        " sparse",
        " prefix",
        " long-name",
        " global-header",
        " name-bytes",
        " whiteout-contradiction",
        " opaque",
        " replaced",
      ],
    },
  },
  {
    attack:
      "extended attributes that overlay file systems obey, POSIX ACLs, directory modes that lock the image's user out, capabilities",
    proofs: {
      "test/gate/image-side.test.ts": [
        "with an access list that says what its mode says is clean",
        "that locks the image's user out is drift",
        "an identity file > with %s is drift",
      ],
      [corpus]: [" overlay-attribute", " acl", " attribute", " mode"],
    },
  },
  {
    attack: "zstd in several frames, skippable frames, bytes after the end of any compressed stream",
    proofs: {
      "test/image/layer/decompress.test.ts": [
        "of two zstd frames",
        "of zstd frames with skippable ones between and after them",
        "text after gzip",
        "text after zstd",
        "NULs after zstd",
      ],
      [corpus]: [" zstd", " gzip"],
    },
  },
  {
    attack:
      "platform spellings (`x86_64`, `amd64/v1`, `Linux`), entries without a platform, two candidates for one platform",
    proofs: {
      [documents]: [
        "gates an entry without a platform for every platform",
        "gates a bad one of",
        "is read where its entries are spelled otherwise than their configs",
        "has one image of a platform to build on",
      ],
    },
  },
  {
    attack:
      "Dockerfiles: `.dockerignore`, `--exclude`, `--chmod`, `--chown`, a later `ARG`, `COPY`, `ADD` or `RUN` that reaches the destination or an ancestor",
    proofs: {
      "test/gate/dockerfile-ignored.test.ts": ["an ignore file"],
      "test/gate/dockerfile-hostile.test.ts": [
        "may touch the identity",
        "modes and owners",
        "the build argument",
      ],
      "test/gate/fuzz/dockerfile-fuzz.test.ts": [
        "calls none clean whose image holds anything else",
        "is not fooled again by",
      ],
    },
  },
  {
    attack:
      "a registry that answers 201 and stores nothing; a tag moved between push and read-back; an upload location or token realm at a private address; a forged cache file",
    proofs: {
      "test/image/registry/read-back.test.ts": [
        "a registry that says 201 and keeps nothing is found out",
        "a tag that somebody else moved meanwhile",
      ],
      "test/image/registry/inner-addresses.test.ts": [
        "an upload is not sent to a port of this machine that a public registry names",
        "gets no credential, and nobody is asked",
      ],
      "test/image/base-cache.test.ts": ["gives nothing that could be taken for a config"],
      "test/image/view/layer-index.test.ts": [
        "is not misled by an entry that somebody else wrote: drift stays drift",
      ],
    },
  },
  {
    attack:
      "signatures and statements of another image, of an index for its platforms, of another template, by another key or identity, with two signatures, expired, or of another time; a tag that turns between two lookups; lists of referrers that lie, are damaged, huge or endless; a trusted root that is altered or away",
    proofs: {
      "test/provenance/attacks.test.ts": [
        "makes no image count by",
        "a signature of an index is none of its platforms",
        "a signed statement that says clean and",
        "hides none of its signatures",
        "an older envelope counts with one signature",
        "more bundles than are read is an error",
        "a tag that stands for one image and then for another",
        "a promotion takes along what refers to the image",
        "is verified with ours alone",
      ],
      "test/provenance/keyless.test.ts": [
        "the job's identity signs, and counts with its issuer and authorities; no other does",
        "from none that is altered, expired or away",
        "a log entry that was moved or taken away, count for nothing",
      ],
    },
  },
];
