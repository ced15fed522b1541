import { endHub, startHub } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { cpuSecondsOf, cpuSecondsOfServer } from '../../e2e/usage.mjs';
import { startFloor } from '../floor/process.mjs';
import { loadFrom } from '../loader.mjs';
import { spread } from '../statistics.mjs';

const WARM_UP_POSTS = 3_000;

/**
 * Posts a second that intake answers with success (POST /f, 600 bytes, all distinct), against its floor on the same
 * PostgreSQL, in turns.
 * @param {import('../databases.mjs').Databases} databases @param {import('../options.mjs').BenchOptions} options
 * @param {(line: string) => void} say
 */
export async function measureIntake(databases, options, say) {
  await databases.install('intake_product');
  await databases.install('intake_floor');
  const hub = await startHub({ target: 'form,console', databaseUrl: databases.url('intake_product'), dataDir: databases.dataDir });
  const { form } = await install(hub.api, { managers: 0 });
  const floor = await startFloor('intake-server', { url: databases.url('intake_floor'), account: form });
  const sides = {
    floor: { port: floor.answer.port, path: '/', pid: /** @type {number} */ (floor.child.pid) },
    product: { port: Number(new URL(hub.url).port), path: `/f/${form}`, pid: hub.pid },
  };
  let posted = 0;
  const run = async (/** @type {'floor' | 'product'} */ side, /** @type {number} */ connections, /** @type {number} */ posts) => {
    const { port, path, pid } = sides[side];
    const cpu = () => ({ program: cpuSecondsOf(pid), postgres: cpuSecondsOfServer(/** @type {number} */ (databases.process.pid)) });
    const before = cpu();
    const result = await loadFrom({ port, path, run: side, connections, firstPerson: posted, posts });
    const after = cpu();
    posted += posts;
    if (result.accepted !== posts) throw new Error(`${side}: ${posts - result.accepted} of ${posts} posts were not accepted: ${JSON.stringify(result.answers)}`);
    const perThousand = 1000 / posts;
    return {
      rate: posts / result.seconds,
      latency: result.latency,
      cpuSecondsPer1000: { program: (after.program - before.program) * perThousand, postgres: (after.postgres - before.postgres) * perThousand },
    };
  };
  try {
    for (const side of /** @type {const} */ (['floor', 'product'])) await run(side, 64, WARM_UP_POSTS);
    /** @type {Record<string, any>} */
    const figures = {};
    for (const connections of [16, 64]) {
      /** @type {{ floor: any[], product: any[] }} */
      const runs = { floor: [], product: [] };
      for (let n = 0; n < options.runs; n += 1) {
        for (const side of /** @type {const} */ (['floor', 'product'])) {
          const one = await run(side, connections, options.intakePosts);
          runs[side].push(one);
          say(`intake, ${connections} connections, ${side}: ${Math.round(one.rate)}/s`);
        }
      }
      figures[`connections${connections}`] = compare(runs);
    }
    return figures;
  } finally {
    await floor.end();
    await endHub(hub);
  }
}

/** @param {{ floor: any[], product: any[] }} runs */
function compare(runs) {
  const side = (/** @type {any[]} */ all) => ({
    contactsPerSecond: spread(all.map(({ rate }) => rate)),
    latencyP95Ms: spread(all.map(({ latency }) => latency.p95Ms)),
    cpuSecondsPer1000: { program: spread(all.map((one) => one.cpuSecondsPer1000.program)), postgres: spread(all.map((one) => one.cpuSecondsPer1000.postgres)) },
  });
  const floor = side(runs.floor);
  const product = side(runs.product);
  return { floor, product, ratio: product.contactsPerSecond.median / floor.contactsPerSecond.median };
}
