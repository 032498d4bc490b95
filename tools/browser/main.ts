import { ensureBrowser } from './ensure-browser.ts';

console.log(ensureBrowser());
