import { useLocalStorage } from '@mantine/hooks';
import type { Me } from '../api/types';

/** "opened" of "lead.opened". */
export function kindOf(kind: string): string {
  return kind.slice(kind.indexOf('.') + 1);
}

/** Where a notice leads: a task may be of no lead. */
export function placeOf(leadId: string): string {
  return leadId ? `/leads/${encodeURIComponent(leadId)}` : '/desk';
}

/** The number of the newest notice that this user saw in this browser; the same in all its tabs. */
export function useSeen(me: Me): readonly [number, (seq: number) => void] {
  const [seen, see] = useLocalStorage<number>({ key: `tributary-notices-seen-${me.id ?? me.name}`, defaultValue: 0, getInitialValueInEffect: false });
  return [seen, see];
}
