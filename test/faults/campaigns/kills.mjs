import { makeDataDir, removeDataDir } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { PostgresProcess } from '../../e2e/postgres.mjs';
import { between, pick, seeded } from '../../e2e/random.mjs';
import { drain } from '../drain.mjs';
import { reckon } from '../reckoning.mjs';
import { callWitness, settleRate, strangeAnswers } from '../scene.mjs';
import { Supervisor } from '../supervisor.mjs';

/**
 * kill -9 of the hub, of PostgreSQL and of both, at seeded counts of accepted posts, while the witness posts at 70 % of
 * what the hub can take. A supervisor starts the hub again at once.
 * @type {import('../scene.mjs').Campaign}
 */
export const kills = {
  name: 'kills',
  title: 'kill -9 of hub and PostgreSQL under load',
  async run(options) {
    const dataDir = makeDataDir('tributary-faults-');
    const supervisor = await Supervisor.start({ dataDir });
    try {
      const { api } = supervisor.hub;
      const installation = await install(api, { apiAccount: true });
      const { witness, testimony, forget } = callWitness(options, { url: supervisor.hub.url, installation });
      const load = await settleRate(witness, options.posts);
      const killed = await killOften(options, supervisor, new PostgresProcess(dataDir), witness);
      await witness.done;
      await supervisor.ready();
      const holdings = await drain({ api, dataDir });
      const outcome = {
        facts: { ...load, ...killed, restarts: supervisor.restarts, tries: sum(witness.progress.answers) },
        reckoning: reckon(testimony(), holdings),
        faults: [...strangeAnswers(witness.progress), ...holdings.faults, ...(killed.hubKills + killed.postgresKills === 0 ? ['nothing was killed: the posts ended too soon'] : [])],
      };
      forget();
      return outcome;
    } finally {
      await supervisor.stop();
      if (!options.keep) await removeDataDir(dataDir);
    }
  },
};

/**
 * @param {import('../options.mjs').FaultOptions} options @param {Supervisor} supervisor
 * @param {PostgresProcess} postgres @param {import('../stand.mjs').WitnessStand} witness
 */
async function killOften(options, supervisor, postgres, witness) {
  const random = seeded(options.seed);
  const step = (options.posts * 0.85) / options.kills;
  const killed = { hubKills: 0, postgresKills: 0 };
  for (let n = 0, at = options.posts * 0.1; n < options.kills; n += 1) {
    at += between(random, Math.floor(step * 0.5), Math.floor(step));
    const victim = pick(random, /** @type {const} */ (['hub', 'hub', 'postgres', 'both']));
    await witness.reached(at);
    if (witness.progress.accepted < at) break;
    if (victim !== 'hub' && postgres.pid !== undefined) {
      postgres.kill();
      killed.postgresKills += 1;
    }
    if (victim !== 'postgres') {
      await supervisor.hub.kill();
      killed.hubKills += 1;
    }
    await supervisor.ready();
  }
  return killed;
}

/** @param {Record<string, number>} counts */
function sum(counts) {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
