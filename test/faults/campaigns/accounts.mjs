import { signal } from '../../e2e/processes.mjs';
import { pause, until } from '../../e2e/until.mjs';
import { reckonAccounts } from '../accounts/account-reckoning.mjs';
import { AccountsStand } from '../accounts/accounts-stand.mjs';
import { drain } from '../drain.mjs';

/** Accounts move within this when their instance dies or stands still (design §4). */
const TAKEOVER_MS = 10_000;
/** A change of an account is followed within this, by whichever hub. */
const FOLLOWED_MS = 1_000;
/** What was sent stands as a contact within this, once all is well. */
const CAUGHT_UP_MS = 60_000;
/** Messages go on so long after the stopped hub woke and has its share again. */
const AWAKE_MS = 2_000;

/**
 * Two whole hubs over one database share accounts of three kinds: long poll, scheduled fetch, a stream that tells nothing twice.
 * One is killed and started again, then the other stands still (SIGSTOP) and is woken, while messages come.
 * @type {import('../scene.mjs').Campaign}
 */
export const accounts = {
  name: 'accounts',
  title: 'accounts of three kinds move between two hubs',
  async run(options) {
    const { accounts: count, accountsPauseMs: pauseMs } = options;
    const stand = await AccountsStand.start();
    try {
      const first = await stand.startHub();
      await stand.addAccounts(first.api, count);
      const second = await stand.startHub();
      const shared = [await stand.untilShared([first, second])];
      await stand.untilRunning();
      const { beganMs, endedMs } = await stand.comeAndGo(first.api);
      await stand.send(options.short ? 20 : 40);
      await until('messages come through', async () => (await stand.database.stored()) >= 50);

      await first.kill();
      const killed = await takeover(stand, second);
      const again = await stand.startHub();
      shared.push(await stand.untilShared([again, second]));
      await stand.untilRunning();

      const epochs = await stand.epochsOf(second);
      signal(second.pid, 'SIGSTOP');
      const stoppedAt = performance.now();
      const paused = await takeover(stand, again);
      await pause(Math.max(0, pauseMs - (performance.now() - stoppedAt)));
      const [{ now: wokenAt }] = await stand.database.query('select now()');
      signal(second.pid, 'SIGCONT');
      await second.ready();
      shared.push(await stand.untilShared([again, second]));
      await pause(AWAKE_MS);

      const sent = await stand.provider.call('stop');
      const missing = await until('every message is stored', async () => (await stand.missing()) === 0, { timeoutMs: CAUGHT_UP_MS, everyMs: 250 }).then(() => 0, () => stand.missing());
      const stale = await stand.writtenUnder(epochs, wokenAt);
      const held = await drain({ api: again.api, database: stand.database });
      const [filled] = await stand.database.query(`select count(*)::int as jobs, coalesce(sum(stored), 0)::int as stored from intake.job where kind = 'backfill'`);
      return {
        facts: {
          accounts: count, sent, beganMs, endedMs, killedMs: killed.movedMs, pausedMs: paused.movedMs, pauseMs, sharedMs: shared.join('/'), backfills: filled.jobs, storedByBackfill: filled.stored,
        },
        faults: [
          ...[beganMs, endedMs].filter((ms) => ms > FOLLOWED_MS).map((ms) => `a change of an account was followed after ${ms} ms only`), ...killed.faults, ...paused.faults, ...(missing > 0 ? [`${missing} messages did not arrive`] : []), ...stale.slice(0, 10), ...held.faults,
        ],
        reckoning: reckonAccounts(planted(stand.testimony(), options.plant, held), held),
      };
    } finally {
      await stand.stop(options.keep);
    }
  },
};

/** From now on until the hub that is left has every account. @param {AccountsStand} stand @param {import('../../e2e/hub.mjs').Hub} heir */
async function takeover(stand, heir) {
  const movedMs = await stand.untilShared([heir], TAKEOVER_MS * 3);
  return { movedMs, faults: movedMs > TAKEOVER_MS ? [`the accounts moved after ${movedMs} ms only`] : [] };
}

/** Falsified when `--plant` says so. @param {import('../accounts/account-reckoning.mjs').AccountTestimony[]} testimony @param {'lose' | 'double' | undefined} plant @param {import('../reckoning.mjs').Holdings} held */
function planted(testimony, plant, held) {
  const [line] = testimony;
  if (plant === 'double') held.contacts.push({ ...held.contacts[0], id: '00000000-0000-8000-8000-000000000000' });
  return plant === 'lose' && line ? [...testimony, { ...line, id: `planted-${line.id}` }] : testimony;
}
