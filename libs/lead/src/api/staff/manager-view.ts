import type { Away, Office } from '@tributary/routing';
import type { Manager } from './manager-store.js';

/** A manager as the API shows one. */
export interface ManagerView extends Omit<Manager, 'said' | 'saidUntil' | 'saidNote' | 'substituteId'> {
  readonly presence: {
    readonly present: boolean;
    /** Why not. */
    readonly away?: Away;
    readonly backAt?: string;
    readonly substituteId?: string;
    /** What was said, while it counts. */
    readonly said?: 'available' | 'paused' | 'absent';
    readonly until?: string;
    readonly note?: string;
  };
  /** Open leads. */
  readonly openLeads: number;
}

export function showManager({ said, saidUntil, saidNote, substituteId, ...manager }: Manager, office: Office): ManagerView {
  const { away, backAt } = office.presence(manager.id);
  const counts = said !== null && (saidUntil === null || saidUntil > office.at);
  return {
    ...manager,
    presence: {
      present: away === undefined,
      ...(away && { away }),
      ...(backAt && { backAt: backAt.toISOString() }),
      ...(counts && { said, ...(saidUntil && { until: saidUntil.toISOString() }), ...(saidNote && { note: saidNote }), ...(substituteId && { substituteId }) }),
    },
    openLeads: office.load(manager.id),
  };
}
