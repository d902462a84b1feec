/**
 * A secret's value as it is kept: AES-256-GCM, with what is needed to open it again except for the key. The binary
 * parts are base64.
 */
export interface SealedSecret {
  readonly name: string;
  /**
   * Names this value and no other, ever: a count for people, a dot, and 64 random bits. Sealing the same value
   * under another key keeps it.
   */
  readonly version: string;
  /** Which key of the keyring opens it. */
  readonly keyId: string;
  /** 96 bits, never used twice under one key. */
  readonly nonce: string;
  readonly ciphertext: string;
  /** 128 bits. */
  readonly tag: string;
}

/** The largest value of a secret, in bytes of UTF-8: the 1 MiB of a large key file, and no more. */
export const maxSecretBytes: number = 1024 * 1024;
