import type { QueueMember, QueueState } from './request.js';

/**
 * The next member of the rotation who can take a lead: the first behind the cursor, around the end.
 *
 * Between two turns of one member everybody else who is there has exactly one, so members who are always there never
 * differ by more than one lead, whoever comes and goes between them. Who comes back gets no backlog of missed turns.
 */
export function nextInRotation(queue: QueueState): QueueMember | undefined {
  const cursor = queue.cursor ?? -Infinity;
  let first: QueueMember | undefined;
  let behind: QueueMember | undefined;
  for (const member of queue.members) {
    if (!member.active || !member.present) continue;
    if (!first || member.position < first.position) first = member;
    if (member.position > cursor && (!behind || member.position < behind.position)) behind = member;
  }
  return behind ?? first;
}
