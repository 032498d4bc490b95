import { type Endpoint, expose } from 'comlink';
import { toResult } from '../../src/core/contract/result';

/**
 * Serves `api` to the other side of `endpoint` (this worker's own scope by default): every method answers with a
 * `Result`, because custom fields of a thrown error do not survive Comlink.
 */
export function exposeApi(api: object, endpoint?: Endpoint): void {
  const served = new Proxy(api, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) =>
        toResult(() => {
          const value: unknown = Reflect.apply(method, target, args);
          return value;
        });
    },
  });
  expose(served, endpoint);
}
