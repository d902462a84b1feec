/** Who reads a secret, and why; written to the access log before the value is used. */
export interface SecretUse {
  /** The agent whose files need the value. */
  readonly agent: string;
  /** Who asks: a person, a job, a service. */
  readonly accessor: string;
  /** Why, such as `pre-dispatch`, `boot`, `reconcile`. */
  readonly reason: string;
}

/** Where the renderer gets secrets from. */
export interface SecretReader {
  /**
   * What identifies the present value without opening it, such as name, version and key id; `undefined` where
   * there is no such secret. Two equal fingerprints mean the same value.
   * @throws {IdentikitError} `KEYRING_WRONG` where there is one, sealed under a key that is not here
   */
  fingerprint(name: string): Promise<string | undefined>;
  /**
   * The value, after the access was logged and the value masked.
   * @throws {MissingSecretError} where there is no such secret
   * @throws {IdentikitError} `KEYRING_WRONG`; `SECRET_UNREADABLE` where it cannot be opened, `ACCESS_LOG_FAILED` where the log
   * could not be written: the value is then not given out
   */
  read(name: string, use: SecretUse): Promise<string>;
  /**
   * The same reader for one run that ends soon: each secret is looked up and opened once, each access is still logged. A
   * value that is set meanwhile makes its agents due again, and the next run sees it.
   */
  snapshot(): SecretReader;
}
