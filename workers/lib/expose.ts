import { type Endpoint, expose } from 'comlink';
import { toResult } from '../../src/core/contract/result';

/**
 * Serves `api` to the other side of `endpoint` (this worker's own scope by default): every method answers with a
 * `Result`, because custom fields of a thrown error do not survive Comlink. An api that is still being made may be
 * given as a promise: calls wait for it, and none is lost.
 */
export function exposeApi(api: object | Promise<object>, endpoint?: Endpoint): void {
  const served = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          toResult(async () => {
            const target = await api;
            const method: unknown = Reflect.get(target, name);
            if (typeof method !== 'function') throw new TypeError(`no method ${String(name)}`);
            const value: unknown = Reflect.apply(method, target, args);
            return value;
          }),
    },
  );
  expose(served, endpoint);
}
