import { type Runtime } from '@tributary/platform';
import type { Target } from './targets.js';

/** Says on the terminal where to look; with `firstLogin` also how to get in. */
export function announce(runtime: Runtime, url: string, targets: readonly Target[], firstLogin?: string): void {
  const names = targets.map(({ name }) => name);
  if (!names.includes('console')) {
    process.stdout.write(`\n  Tributary (${names.join(', ')}) is ready at ${url}\n\n`);
    return;
  }
  const { publicUrl } = runtime.config;
  process.stdout.write(`\n  Tributary is ready: ${publicUrl}\n`);
  if (firstLogin) process.stdout.write(`  First login, once, within 24 hours: ${firstLogin}\n`);
  process.stdout.write('\n');
}
