import { playSeparately } from '../separate-scene.mjs';

/** In the short form half of it: a machine of CI starts processes on the same two cores. */
const POSTS_PER_SECOND = 200;
/** Under less of the planned rate nothing was proved. */
const LEAST_OF_THE_RATE = 0.5;
/** Restarted in the short form: those that a post meets on its way to its answer, and who reads it next. */
const BEHIND_THE_POSTS = ['console-1', 'form-1', 'lead-1'];
/** Planned for so long; the witness gives up when the last process is back. */
const AT_MOST_SECONDS = 300;

/**
 * Every process (in the short form one of three roles) is restarted in good order, one after the other, as a new version is
 * rolled out, under 200 posts a second. Callers see successes only. Two doors stand behind a load balancer: the witness, which tries the other one when
 * a connection is refused, and nothing else.
 * @type {import('../scene.mjs').Campaign}
 */
export const rolling = {
  name: 'rolling',
  title: 'rolling restart under load, process after process',
  run(options) {
    const planned = options.short ? POSTS_PER_SECOND / 2 : POSTS_PER_SECOND;
    return playSeparately(options, { name: 'rolling', counts: { console: 2, notifier: 2 }, posts: planned * AT_MOST_SECONDS, rate: planned }, async ({ stand, witness }) => {
      await witness.reached(planned);
      const from = { accepted: witness.progress.accepted, at: performance.now() };
      const stops = [];
      /** @type {{ name: string, began: number, ended: number }[]} */
      const restarts = [];
      for (const name of options.short ? BEHIND_THE_POSTS : stand.names()) {
        const began = Date.now();
        stops.push(await stand.restart(name));
        restarts.push({ name, began, ended: Date.now() });
      }
      await witness.reached(witness.progress.accepted + planned);
      const rate = Math.round(((witness.progress.accepted - from.accepted) * 1000) / (performance.now() - from.at));
      witness.giveUp();
      await witness.done;
      return {
        facts: { restarts: stops.length, rate, slowestStopMs: Math.max(...stops), slowestAnswerMs: witness.progress.slowestMs, answers: JSON.stringify(witness.progress.answers) },
        faults: [
          ...Object.entries(witness.progress.answers).filter(([answer]) => !/^2\d\d$/.test(answer)).map(([answer, count]) => `${count} posts were answered ${answer}`),
          ...witness.progress.strange.slice(0, 5).map((strange) => `${strange.answer} to ${strange.path} ${whenOf(strange, restarts)}`),
          ...(rate < planned * LEAST_OF_THE_RATE ? [`only ${rate} posts a second: not the load that was promised`] : []),
        ],
      };
    });
  },
};

/**
 * @param {{ sentAt: number, endedAt: number }} post @param {{ name: string, began: number, ended: number }[]} restarts
 * @returns {string} which process was restarted when it was sent
 */
function whenOf({ sentAt, endedAt }, restarts) {
  const restart = restarts.find(({ ended }) => sentAt <= ended);
  const took = `after ${endedAt - sentAt} ms`;
  return restart ? `${took}, sent ${sentAt - restart.began} of ${restart.ended - restart.began} ms into the restart of ${restart.name}` : `${took}, when all were back`;
}
