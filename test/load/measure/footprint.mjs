import { endHub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { pause } from '../../e2e/until.mjs';
import { memoryOf } from '../../e2e/usage.mjs';
import { spread } from '../statistics.mjs';

const MIB = 2 ** 20;

/**
 * How long an installed `hub --target=all` takes to be ready, and its memory when nothing happens, PostgreSQL apart.
 * @param {import('../options.mjs').BenchOptions} options @param {(line: string) => void} say
 */
export async function measureFootprint(options, say) {
  const dataDir = makeDataDir('tributary-bench-');
  try {
    const startedAt = performance.now();
    await endHub(await startHub({ dataDir }));
    const firstStartMs = performance.now() - startedAt;
    /** @type {{ readyMs: number, idleRssMiB: number }[]} */
    const runs = [];
    for (let n = 0; n < options.runs; n += 1) {
      const begunAt = performance.now();
      const hub = await startHub({ dataDir });
      const readyMs = performance.now() - begunAt;
      await pause(options.idleSeconds * 1000);
      const idleRssMiB = memoryOf(hub.pid).rssBytes / MIB;
      await endHub(hub);
      runs.push({ readyMs, idleRssMiB });
      say(`footprint: ready in ${Math.round(readyMs)} ms, idle ${Math.round(idleRssMiB)} MiB`);
    }
    return { firstStartMs, readyMs: spread(runs.map(({ readyMs }) => readyMs)), idleRssMiB: spread(runs.map(({ idleRssMiB }) => idleRssMiB)) };
  } finally {
    await removeDataDir(dataDir);
  }
}
