import { createRoot } from 'react-dom/client';
import { openStudio } from '../state/open-studio';
import { App } from './app';
import { StartFailure } from './start-failure';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
const page = createRoot(root);
openStudio().then(
  (studio) => page.render(<App studio={studio} />),
  (thrown: unknown) => page.render(<StartFailure thrown={thrown} />),
);
