import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Path of a Chromium that playwright-core can drive, if one is installed. */
export function findChromium() {
  const candidates = [process.env.TRIBUTARY_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return candidates.find((path) => path && existsSync(path));
}

/** Installs Debian's Chromium where that is allowed. @returns its path, or undefined */
export function installChromium() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update', '-q'], ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']]) {
    if (spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) return undefined;
  }
  return findChromium();
}
