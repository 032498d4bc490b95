import type { FakeClient } from '../../client/fake/fake-client';
import type { Studio } from '../../state/store';

/** A studio over a fake client, as a scene leaves it. */
export interface Stage extends Studio {
  readonly fake: FakeClient;
}
