/*
 * The contract names three objects that exist in every realm the code runs in (window and worker), while `core`
 * itself compiles against no realm at all. Here they are opaque: enough to hand on, not enough to use. Consumers
 * compile the same names against their own lib.
 */
interface Blob {
  readonly size: number;
  readonly type: string;
}

interface File extends Blob {
  readonly name: string;
}

interface MessagePort {
  postMessage(message: unknown): void;
}
