import "../rooms/env-with-config-diff-smol-toml-worker_threads.js";
export {};
