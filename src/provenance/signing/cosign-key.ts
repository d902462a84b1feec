import { scryptSync } from "node:crypto";
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { z } from "zod";

const base64 = z.base64().transform((text) => Buffer.from(text, "base64"));

/** @see https://github.com/secure-systems-lab/go-securesystemslib/blob/v0.9.0/encrypted/encrypted.go */
const schema = z.object({
  kdf: z.object({
    name: z.literal("scrypt"),
    // What cosign writes is 65,536, 8 and 1: the memory of a key from elsewhere is bounded.
    params: z.object({
      N: z
        .int()
        .min(2)
        .max(1 << 18),
      r: z.int().min(1).max(8),
      p: z.int().min(1).max(2),
    }),
    salt: base64,
  }),
  cipher: z.object({ name: z.literal("nacl/secretbox"), nonce: base64 }),
  ciphertext: base64,
});

const form = /-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END/;

/** Whether a text is a private key as cosign encrypts it. */
export function isCosignKey(text: string): boolean {
  return form.test(text);
}

/**
 * The key in cosign's encrypted form (scrypt, NaCl secretbox), as PKCS #8 in DER.
 * @throws {Error} for a malformed one and a wrong password
 */
export function decryptCosignKey(text: string, password: string): Buffer {
  const body = Buffer.from(form.exec(text)?.[1] ?? "", "base64").toString("utf8");
  const { kdf, cipher, ciphertext } = schema.parse(JSON.parse(body));
  const { N, r, p } = kdf.params;
  const key = scryptSync(password, kdf.salt, 32, { N, r, p, maxmem: 130 * N * r * p + 1024 * 1024 });
  return Buffer.from(xsalsa20poly1305(key, cipher.nonce).decrypt(ciphertext));
}
