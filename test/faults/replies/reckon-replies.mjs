/**
 * @typedef {{ id: string, conversation: number, text: string, state: string }} Asked  a reply that was accepted, and what is said of it in the end
 */

/**
 * What is wrong between what was accepted, what is said of it and what customers saw. Pure.
 * @param {readonly Asked[]} asked  in the order of acceptance within a conversation
 * @param {(conversation: number) => readonly string[]} seen
 * @param {{ dropsRepeats: boolean }} provider
 * @returns {string[]}
 */
export function reckonReplies(asked, seen, { dropsRepeats }) {
  const conversations = [...new Set(asked.map(({ conversation }) => conversation))];
  return conversations.flatMap((conversation) => {
    const wanted = asked.filter((reply) => reply.conversation === conversation);
    const texts = seen(conversation);
    const order = texts.map((text) => wanted.findIndex((reply) => reply.text === text));
    return [
      ...texts.filter((text, at) => texts.indexOf(text) !== at).map((text) => `sent twice: ${text}`),
      ...order.flatMap((place, at) => (place < 0 ? [`nobody asked for it: ${texts[at]}`] : [])),
      ...order.flatMap((place, at) => (at > 0 && place < (order[at - 1] ?? -1) ? [`out of order: ${texts[at]} after ${texts[at - 1]}`] : [])),
      ...wanted.flatMap(({ text, state }) => faultOf(text, state, texts.includes(text), dropsRepeats)),
    ];
  });
}

/** @param {string} text @param {string} state @param {boolean} isSeen @param {boolean} dropsRepeats @returns {string[]} */
function faultOf(text, state, isSeen, dropsRepeats) {
  const isSent = ['sent', 'delivered', 'read'].includes(state);
  if (isSent) return isSeen ? [] : [`said to be ${state}, and never seen: ${text}`];
  if (state === 'unknown' && !dropsRepeats) return [];
  return [`${state}${isSeen ? ', although it was seen' : ''}: ${text}`];
}
