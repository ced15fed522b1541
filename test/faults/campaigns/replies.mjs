import { makeDataDir, removeDataDir } from '../../e2e/hub.mjs';
import { install } from '../../e2e/installation.mjs';
import { between, seeded } from '../../e2e/random.mjs';
import { pause, until } from '../../e2e/until.mjs';
import { reckonReplies } from '../replies/reckon-replies.mjs';
import { telegramSide } from '../replies/telegram-side.mjs';
import { vkSide } from '../replies/vk-side.mjs';
import { Supervisor } from '../supervisor.mjs';

const CONVERSATIONS = 20;
/** Each so-manieth message is delivered, and its answer lost. */
const LOST_EVERY = 20;
const MOST_KILL_PAUSE_MS = 6_000;
const FINAL = ['sent', 'delivered', 'read', 'failed', 'unknown'];

/**
 * Replies in 20 conversations of each provider, the hub killed with -9 at random times, the providers losing 5 % of their answers.
 * @type {import('../scene.mjs').Campaign}
 */
export const replies = {
  name: 'replies',
  title: 'replies: kill -9 of the hub, answers of the providers lost',
  async run(options) {
    const count = options.short ? 120 : 1_000;
    const dataDir = makeDataDir('tributary-faults-');
    const sides = await Promise.all([telegramSide(), vkSide()]);
    const supervisor = await Supervisor.start({ dataDir });
    try {
      await install(supervisor.hub.api);
      const scenes = [];
      for (const side of sides) scenes.push({ side, contacts: await begin(supervisor, side), asked: /** @type {import('../replies/reckon-replies.mjs').Asked[]} */ ([]) });
      for (const { side } of scenes) side.loseAnswers(LOST_EVERY);
      let over = false;
      const settled = Promise.all(scenes.map(({ contacts, asked }) => askAll(supervisor, contacts, count, asked).then(() => untilFinal(supervisor, asked)))).finally(() => (over = true));
      const [killed] = await Promise.all([killOften(options, supervisor, () => over), settled]);
      await readAgain(supervisor, scenes);
      return {
        facts: { kills: killed, ...Object.assign({}, ...scenes.map(factsOf)) },
        faults: [...scenes.flatMap((scene) => faultsOf(scene, count)), ...(killed > 0 ? [] : ['nothing was killed: this proved nothing'])],
      };
    } finally {
      await supervisor.stop();
      await Promise.all(sides.map((side) => side.close()));
      if (!options.keep) await removeDataDir(dataDir);
    }
  },
};

/** @typedef {{ side: import('../replies/telegram-side.mjs').CustomersSide, contacts: string[], asked: import('../replies/reckon-replies.mjs').Asked[] }} Scene */

/** @param {Scene} scene @returns {Record<string, number>} */
function factsOf({ side, contacts, asked }) {
  const states = FINAL.map((state) => [`${side.channel} ${state}`, asked.filter((reply) => reply.state === state).length]);
  return { ...Object.fromEntries(states.filter(([, n]) => Number(n) > 0)), [`${side.channel} seen`]: contacts.reduce((sum, _, at) => sum + side.seen(at).length, 0) };
}

/** @param {Scene} scene @param {number} count @returns {string[]} */
function faultsOf({ side, asked }, count) {
  const isTried = side.dropsRepeats || asked.some(({ state }) => state === 'unknown');
  return [
    ...reckonReplies(asked, side.seen, side),
    ...(asked.length === count ? [] : [`only ${asked.length} of ${count} were accepted`]),
    ...(isTried ? [] : [`no answer was lost: this proved nothing`]),
  ].map((fault) => `${side.channel}: ${fault}`);
}

/** Customers write, each in a conversation. @param {Supervisor} supervisor @param {import('../replies/telegram-side.mjs').CustomersSide} side @returns {Promise<string[]>} contact ids, by customer */
async function begin({ hub: { api } }, side) {
  await api.post('/api/v1/accounts', { channel: side.channel, name: 'Bot', line: 'main', settings: side.settings });
  const isListening = (/** @type {any} */ { channel, consumer }) => channel === side.channel && consumer.status === 'alive';
  await until('somebody listens', async () => (await api.all('/api/v1/connectors')).some(isListening));
  for (let n = 0; n < CONVERSATIONS; n += 1) side.write(n, `Вопрос ${n}`);
  const contacts = await until('every customer is heard', async () => {
    const found = await api.all(`/api/v1/contacts?channel=${side.channel}`);
    return found.length >= CONVERSATIONS && found;
  });
  return Array.from({ length: CONVERSATIONS }, (_, n) => contacts.find((/** @type {any} */ { text }) => text === `Вопрос ${n}`).id);
}

/**
 * Asks until each is accepted, in the order of each conversation, under one key whatever happens.
 * @param {Supervisor} supervisor @param {string[]} contacts @param {number} replies @param {import('../replies/reckon-replies.mjs').Asked[]} asked
 */
async function askAll(supervisor, contacts, replies, asked) {
  await Promise.all(contacts.map(async (contact, conversation) => {
    for (let n = 0; n < replies / CONVERSATIONS; n += 1) {
      const text = `Ответ ${conversation}/${n}`;
      const answer = await until(`${text} is accepted`, async () => {
        const { status, body } = await supervisor.hub.api.call('POST', `/api/v1/contacts/${contact}/reply`, { text }, { 'idempotency-key': `${contact}-${n}` });
        if (status >= 400 && status < 500 && status !== 429) return { refused: `${status} ${JSON.stringify(body)}` };
        return status === 202 && body;
      }, { timeoutMs: 120_000 });
      if (answer.refused) throw new Error(`${text} was refused: ${answer.refused}`);
      asked.push({ id: answer.id, conversation, text, state: answer.state });
    }
  }));
}

/** @param {Supervisor} supervisor @param {import('../replies/reckon-replies.mjs').Asked[]} asked */
async function untilFinal(supervisor, asked) {
  await until('every reply has come to an end', async () => {
    for (const reply of asked.filter(({ state }) => !FINAL.includes(state))) reply.state = (await supervisor.hub.api.get(`/api/v1/replies/${reply.id}`)).state;
    return asked.every(({ state }) => FINAL.includes(state));
  }, { timeoutMs: 600_000, everyMs: 500 });
}

/** What was said to be unknown may be settled a moment later by who made the try. To be called when nothing is killed any more. @param {Supervisor} supervisor @param {Scene[]} scenes */
async function readAgain(supervisor, scenes) {
  await pause(1_000);
  for (const reply of scenes.flatMap(({ asked }) => asked)) reply.state = (await supervisor.hub.api.get(`/api/v1/replies/${reply.id}`)).state;
}

/** @param {import('../options.mjs').FaultOptions} options @param {Supervisor} supervisor @param {() => boolean} isOver @returns {Promise<number>} kills */
async function killOften({ seed, kills }, supervisor, isOver) {
  const random = seeded(seed);
  let killed = 0;
  while (killed < kills) {
    await pause(between(random, MOST_KILL_PAUSE_MS / 4, MOST_KILL_PAUSE_MS));
    if (isOver()) break;
    await supervisor.hub.kill();
    killed += 1;
    await supervisor.ready();
  }
  return killed;
}
