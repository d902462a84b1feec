import { IdentikitError } from "../../fault/error.ts";
import { readWords } from "../../http/body.ts";
import type { Incoming } from "../../http/message.ts";
import type { NamedAddress } from "../../http/named-address.ts";
import type { BlobArrival, Descriptor } from "../store.ts";
import type { BlobPlace } from "./blob-reader.ts";
import { refusedBy } from "./refusal.ts";
import type { RepositoryScope } from "./scope.ts";

/** What came of asking for an upload. */
export type Begun =
  | { readonly kind: "arrived"; readonly how: BlobArrival }
  | { readonly kind: "open"; readonly location: NamedAddress };

/** A mount that the registry fails is given up for an upload sooner than an upload is; an outage would stop both. */
const mountTries = 3;

/**
 * Asks for a blob to be mounted, and for an upload where that is refused in whatever way.
 * @param from the repository to mount from; without one the target itself, to hear whether the blob is there
 */
export async function beginUpload(
  place: BlobPlace,
  descriptor: Descriptor,
  from: string | undefined,
): Promise<Begun> {
  const { habits } = place.api;
  if (habits.mounts !== "no") {
    try {
      return await mount(place, descriptor, from);
    } catch (caught) {
      if (!isRefusal(caught)) throw caught;
      // A refusal may be of that one repository; what is refused for the target's own sake is for all of them.
      if (from === undefined) habits.mounts = "no";
    }
  }
  return await start(place, `the upload of ${descriptor.digest} to ${place.repository}`);
}

/** True for a registry's "no" in whatever form, also for one that keeps failing. */
function isRefusal(caught: unknown): boolean {
  const codes = ["REGISTRY_DENIED", "REGISTRY_REFUSED", "REGISTRY_UNREACHABLE"];
  return caught instanceof IdentikitError && codes.includes(caught.code);
}

async function mount(place: BlobPlace, { digest }: Descriptor, from: string | undefined): Promise<Begun> {
  const { api, repository } = place;
  const source = from ?? repository;
  const scopes: RepositoryScope[] = [{ repository, access: "push" }];
  if (from !== undefined) scopes.push({ repository: from, access: "pull" });
  return await api.call(
    {
      kind: "upload-start",
      method: "POST",
      at: `/v2/${repository}/blobs/uploads/?${new URLSearchParams({ mount: digest, from: source })}`,
      what: `the mount of ${digest} from ${source} into ${repository}`,
      scopes,
      expects: [201, 202],
    },
    async (incoming) => {
      const location = await locationIn(place, incoming);
      if (incoming.status === 202) return { kind: "open", location };
      api.habits.mounts = "yes";
      return { kind: "arrived", how: from === undefined ? "present" : "mounted" };
    },
    mountTries,
  );
}

async function start(place: BlobPlace, what: string, tries?: number): Promise<Begun> {
  const { api, repository } = place;
  return await api.call(
    {
      kind: "upload-start",
      method: "POST",
      at: `/v2/${repository}/blobs/uploads/`,
      what,
      scopes: [{ repository, access: "push" }],
      expects: [202],
    },
    async (incoming) => ({ kind: "open", location: await locationIn(place, incoming) }),
    tries,
  );
}

/**
 * An upload that is opened before its blob is known; nothing where that fails, as the blob itself will say why. It is tried
 * once: a run that turns out not to need it must not wait for it at its end.
 */
export async function startExpected(place: BlobPlace): Promise<Begun | undefined> {
  try {
    return await start(place, `an upload to ${place.repository}`, 1);
  } catch {
    return undefined;
  }
}

/** Where the upload goes on: absolute or relative, as RFC 9110, 10.2.2 has it; a 201 needs none. */
async function locationIn(place: BlobPlace, incoming: Incoming): Promise<NamedAddress> {
  const { api, repository } = place;
  await readWords(incoming);
  const location = incoming.header("location");
  if (incoming.status === 201) return { url: incoming.url, by: incoming.namer };
  if (location !== undefined) return api.named(location, incoming);
  throw refusedBy({
    registry: api.host,
    what: `an upload to ${repository}`,
    status: incoming.status,
    body: "the answer does not say where to send it",
  });
}

/** Whether a blob is there, as far as the registry says; "no" where it does not. */
export async function isPresent(place: BlobPlace, { digest, size }: Descriptor): Promise<boolean> {
  const { api, repository } = place;
  try {
    return await api.call(
      {
        kind: "blob-probe",
        method: "HEAD",
        at: `/v2/${repository}/blobs/${digest}`,
        what: `the blob ${digest} of ${repository}`,
        scopes: [{ repository, access: "push" }],
        expects: [200],
      },
      async (incoming) => {
        await readWords(incoming);
        return incoming.header("content-length") === String(size);
      },
    );
  } catch (caught) {
    if (caught instanceof IdentikitError && caught.code === "REGISTRY_REFUSED") return false;
    throw caught;
  }
}

/**
 * How much of an interrupted upload the registry kept, and where it goes on; nothing where it kept none or does not say.
 */
export async function uploadedSoFar(
  place: BlobPlace,
  { digest }: Descriptor,
  location: NamedAddress,
): Promise<{ location: NamedAddress; offset: number } | undefined> {
  const { api, repository } = place;
  try {
    return await api.call(
      {
        kind: "upload-status",
        method: "GET",
        at: location,
        what: `the state of the upload of ${digest} to ${repository}`,
        scopes: [{ repository, access: "push" }],
        expects: [204],
      },
      async (incoming) => {
        await readWords(incoming);
        const last = Number(/^(?:bytes[= ])?0-(\d{1,15})$/.exec(incoming.header("range") ?? "")?.[1] ?? 0);
        const next = incoming.header("location");
        // "0-0" is what registries say of an upload that is still empty.
        return { location: next ? api.named(next, incoming) : location, offset: last === 0 ? 0 : last + 1 };
      },
    );
  } catch (caught) {
    if (caught instanceof IdentikitError && caught.code === "REGISTRY_REFUSED") return undefined;
    throw caught;
  }
}
