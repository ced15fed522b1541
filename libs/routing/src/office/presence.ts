import { isOpen, nextOpening } from '../hours/index.js';
import type { Manager, Presence } from './staff.js';

/** Who showed no sign of life in the console for so long is signed out. */
export const SIGNED_OUT_AFTER_MS = 10 * 60_000;

/** Whether a manager is there at a moment. Pure. */
export function presenceOf(manager: Manager, at: Date): Presence {
  if (!manager.active) return { away: 'left' };
  const { said } = manager;
  if (said && (!said.until || at < said.until)) {
    if (said.status === 'available') return {};
    return { away: said.status, backAt: said.until, substituteId: said.substituteId };
  }
  if (manager.presenceBy === 'schedule' && manager.schedule && !isOpen(manager.schedule, at)) {
    return { away: 'off-shift', backAt: nextOpening(manager.schedule, at) };
  }
  if (manager.presenceBy === 'signed-in' && !isSeen(manager, at)) return { away: 'signed-out' };
  return {};
}

function isSeen({ seenAt }: Manager, at: Date): boolean {
  return seenAt !== undefined && at.getTime() - seenAt.getTime() < SIGNED_OUT_AFTER_MS;
}
