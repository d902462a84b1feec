// Signs an image with a key, says in a statement who reviewed it, and lists what is said of it by those who count.
import { readFileSync } from "node:fs";
import {
  attach,
  ImagePlaces,
  IdentikitError,
  keySigner,
  parseSigningKey,
  parseStoredReference,
  signaturePredicate,
  systemClock,
  trustedKey,
  verifyImage,
} from "identikit";

const [image = "", key = "", publicKey = ""] = process.argv.slice(2);

try {
  const signal = new AbortController().signal;
  await using places = new ImagePlaces({ signal, clock: systemClock, env: process.env });
  const { store, select } = await places.open(parseStoredReference(image), "push");
  const top = await store.manifest(await select());
  const signer = keySigner(parseSigningKey(readFileSync(key, "utf8"), key, process.env.SIGNING_PASSWORD));
  const review = { predicateType: "https://example.com/review/v1", predicate: { by: "mira" } };
  await attach(store, { top, signer, said: [signaturePredicate, review] });
  const trust = { keys: [trustedKey(publicKey, readFileSync(publicKey, "utf8"))], identities: [] };
  const { verified } = await verifyImage(store, top.digest, trust);
  for (const said of verified) console.log(`${said.predicateType} by ${said.signer}`);
} catch (caught) {
  if (!(caught instanceof IdentikitError)) throw caught;
  console.log(`${caught.code}: ${caught.message}`);
  process.exitCode = 1;
}
