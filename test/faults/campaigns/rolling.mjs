import { playSeparately } from '../separate-scene.mjs';

const POSTS_PER_SECOND = 200;
/** Planned for so long; the witness gives up when the last process is back. */
const AT_MOST_SECONDS = 300;

/**
 * Every process is restarted in good order, one after the other, as a new version is rolled out, under 200 posts a
 * second. Callers see successes only. Two doors stand behind a load balancer: the witness, which tries the other one when
 * a connection is refused, and nothing else.
 * @type {import('../scene.mjs').Campaign}
 */
export const rolling = {
  name: 'rolling',
  title: 'rolling restart of every process under 200 posts a second',
  run: (options) =>
    playSeparately(options, { name: 'rolling', counts: { console: 2, notifier: 2 }, posts: POSTS_PER_SECOND * AT_MOST_SECONDS, rate: POSTS_PER_SECOND }, async ({ stand, witness }) => {
      await witness.reached(POSTS_PER_SECOND);
      const from = { accepted: witness.progress.accepted, at: performance.now() };
      const stops = [];
      for (const name of stand.names()) stops.push(await stand.restart(name));
      await witness.reached(witness.progress.accepted + POSTS_PER_SECOND);
      const rate = Math.round(((witness.progress.accepted - from.accepted) * 1000) / (performance.now() - from.at));
      witness.giveUp();
      await witness.done;
      return {
        facts: { restarts: stops.length, rate, slowestStopMs: Math.max(...stops), answers: JSON.stringify(witness.progress.answers) },
        faults: [
          ...Object.entries(witness.progress.answers).filter(([answer]) => !/^2\d\d$/.test(answer)).map(([answer, count]) => `${count} posts were answered ${answer}`),
          ...(rate < POSTS_PER_SECOND * 0.8 ? [`only ${rate} posts a second: not the load that was promised`] : []),
        ],
      };
    }),
};
