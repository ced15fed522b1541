import { existsSync } from 'node:fs';
import { installPackages } from './packages.mjs';

/** What specs of pages need. @returns {import('./part.mjs').Prepared | undefined} undefined: it could not be had */
export function withChromium() {
  const path = findChromium() ?? (installPackages(['chromium', 'fonts-dejavu-core']) ? findChromium() : undefined);
  return path === undefined ? undefined : { env: { TRIBUTARY_CHROMIUM: path } };
}

/** Path of a Chromium that playwright-core can drive, if one is installed. */
function findChromium() {
  const candidates = [process.env.TRIBUTARY_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return candidates.find((path) => path && existsSync(path));
}
