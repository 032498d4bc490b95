import { createRoot } from 'react-dom/client';
import { App } from '../app';
import { isSceneName, playScene } from './scenes';

/* The page that tools/screenshots opens: "?scene=labels#/labels". */
const name = new URLSearchParams(window.location.search).get('scene') ?? 'first-visit';
const root = document.getElementById('root');
if (root === null || !isSceneName(name)) throw new Error(`there is no scene ${name}`);
createRoot(root).render(<App studio={await playScene(name)} />);
