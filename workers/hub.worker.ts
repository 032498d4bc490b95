import { HubPusher } from '../src/hub/hub-pusher';
import { openFileStore } from '../src/storage/open-file-store';
import { exposeApi } from './lib/expose';
import { createHubService } from './lib/hub/hub-service';

exposeApi(openFileStore().then((files) => createHubService({ files, hub: new HubPusher() })));
