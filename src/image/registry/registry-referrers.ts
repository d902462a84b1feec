import { IdentikitError } from "../../fault/error.ts";
import { pause } from "../../fault/stopped.ts";
import { BodyTooLong, readWhole, readWords } from "../../http/body.ts";
import type { Incoming } from "../../http/message.ts";
import type { NamedAddress } from "../../http/named-address.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";
import { invalid } from "../image-fault.ts";
import { imageLimits } from "../limits.ts";
import { mediaTypes } from "../media-type.ts";
import { parseReferrers, type TaggedReferrers } from "../referrers/tagged-referrers.ts";
import type { Descriptor, ReferrerList } from "../store.ts";
import type { RegistryApi } from "./registry-api.ts";

/** How long is waited, between two looks, for a list to show what was written. Milliseconds. */
const settlingMs = [200, 800];

/** What registries answer that do not know the request. */
const unknownRequest = [400, 404, 405, 406, 501];

/** One page of a list, and where the next one is. */
interface Page {
  readonly entries: readonly Descriptor[];
  readonly next: NamedAddress | undefined;
}

/**
 * The referrers of one repository's images: the registry's own lists, else those under tags. After a write the
 * registry is asked whether it lists what was put: not every one says so in its answer.
 */
export class RegistryReferrers implements ReferrerList {
  readonly #api: RegistryApi;
  readonly #repository: string;
  readonly #tagged: TaggedReferrers;

  constructor(api: RegistryApi, repository: string, tagged: TaggedReferrers) {
    this.#api = api;
    this.#repository = repository;
    this.#tagged = tagged;
  }

  async of(subject: Digest): Promise<readonly Descriptor[]> {
    return (await this.#listed(subject)) ?? (await this.#tagged.of(subject));
  }

  async add(subject: Digest, manifests: readonly Descriptor[]): Promise<void> {
    for (const waitMs of [...settlingMs, undefined]) {
      const listed = await this.#listed(subject);
      if (listed === undefined) return await this.#tagged.add(subject, manifests);
      const missing = manifests.find(({ digest }) => listed.every((one) => one.digest !== digest));
      if (missing === undefined) return;
      if (waitMs === undefined) throw this.#unlisted(missing, subject);
      await pause(waitMs, this.#api.signal);
    }
  }

  #unlisted({ digest }: Descriptor, subject: Digest): IdentikitError {
    const what = `${this.#api.host}/${this.#repository}`;
    return new IdentikitError(
      "REGISTRY_REFUSED",
      `${what} took ${digest} and does not list it at ${subject}`,
      {
        remedy: "Read the registry's log: it keeps lists of referrers, and this is not in them.",
      },
    );
  }

  /** The registry's own list; `undefined` where it keeps none. */
  async #listed(subject: Digest): Promise<readonly Descriptor[] | undefined> {
    const { habits } = this.#api;
    if (habits.referrers === "no") return undefined;
    const entries: Descriptor[] = [];
    let at: NamedAddress | string | undefined = `/v2/${this.#repository}/referrers/${subject}`;
    while (at !== undefined) {
      const page = await this.#page(at, subject);
      if (page === undefined) {
        if (entries.length === 0) habits.referrers = "no";
        return entries.length === 0 ? undefined : entries;
      }
      habits.referrers = "yes";
      // An empty page that names a next one would lead on for ever.
      at = page.entries.length === 0 ? undefined : page.next;
      entries.push(...page.entries);
      if (entries.length > imageLimits.referrers)
        throw invalid(this.#api.host, `more than ${imageLimits.referrers} artifacts refer to ${subject}`);
    }
    return entries;
  }

  async #page(at: NamedAddress | string, subject: Digest): Promise<Page | undefined> {
    return await this.#api.call(
      {
        kind: "manifest-read",
        method: "GET",
        at,
        what: `the referrers of ${subject} in ${this.#repository}`,
        scopes: [{ repository: this.#repository, access: "pull" }],
        headers: { accept: mediaTypes.ociIndex },
        expects: [200, ...unknownRequest],
      },
      async (incoming) => await this.#pageIn(incoming),
    );
  }

  async #pageIn(incoming: Incoming): Promise<Page | undefined> {
    const mediaType = (incoming.header("content-type") ?? "").split(";", 1)[0]?.trim() ?? "";
    // Some registries lead every address that they do not know to a page for people.
    if (incoming.status !== 200 || mediaType !== mediaTypes.ociIndex) {
      await readWords(incoming);
      return undefined;
    }
    const bytes = await this.#whole(incoming);
    const next = /<([^<>]+)>\s*;[^,]*\brel="?next"?/i.exec(incoming.header("link") ?? "")?.[1];
    return {
      entries: parseReferrers({ bytes, mediaType, digest: digestOf(bytes) }, this.#api.host),
      next: next === undefined ? undefined : this.#api.named(next, incoming),
    };
  }

  async #whole(incoming: Incoming): Promise<Uint8Array> {
    try {
      return await readWhole(incoming, imageLimits.manifestBytes);
    } catch (caught) {
      if (!(caught instanceof BodyTooLong)) throw caught;
      throw invalid(this.#api.host, "its list of referrers is over 10 MiB");
    }
  }
}
