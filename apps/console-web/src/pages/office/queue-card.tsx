import { useQuery, useQueryClient } from '@tanstack/react-query';
import { put } from '../../api/client';
import { departments, managers, queues } from '../../api/queries';
import type { Queue } from '../../api/types';
import { FieldsForm } from '../../parts/fields';
import { toast } from '../../parts/messages';
import { t, word } from '../../texts/text';
import { Adding, Card } from './card';

const STRATEGIES = ['even', 'strict', 'random', 'least-loaded', 'all'];
const NONE = '';

export function QueueCard({ queue, admin }: { readonly queue: Queue; readonly admin: boolean }) {
  const names = useQuery(managers).data?.items ?? [];
  const members = queue.managerIds.map((id) => `${names.find((manager) => manager.id === id)?.name ?? '…'}${queue.shares[id] ? ` ×${queue.shares[id]}` : ''}`);
  const about = [word('strategy', queue.strategy), members.join(', ') || t('office.nobody'), queue.takeMinutes && t('office.takeWithin', { minutes: queue.takeMinutes })].filter(Boolean).join(' · ');
  return <Card name={queue.name} about={about} admin={admin} className="queue" form={(done) => <QueueForm queue={queue} done={done} />} />;
}

export function NewQueue() {
  return <Adding text={t('office.addQueue')} form={(done) => <QueueForm queue={undefined} done={done} />} />;
}

function QueueForm({ queue, done }: { readonly queue: Queue | undefined; readonly done: () => void }) {
  const queries = useQueryClient();
  const people = (useQuery(managers).data?.items ?? []).filter(({ active }) => active);
  const others = (useQuery(queues).data?.items ?? []).filter(({ id }) => id !== queue?.id);
  const parts = useQuery(departments).data?.items ?? [];
  // Those who are in it stand in their order, the others behind them.
  const order = [...(queue?.managerIds ?? []), ...people.map(({ id }) => id).filter((id) => !queue?.managerIds.includes(id))];
  const listed = order.flatMap((id) => people.find((manager) => manager.id === id) ?? []);
  return (
    <FieldsForm
      fields={[
        ...(queue ? [] : [{ name: 'id', label: t('office.id'), hint: t('office.idHint'), maxLength: 64 }]),
        { name: 'name', label: t('office.name'), maxLength: 200, value: queue?.name },
        { name: 'strategy', label: t('office.strategy'), type: 'select' as const, value: queue?.strategy ?? 'even', options: STRATEGIES.map((value) => ({ value, label: word('strategy', value) })) },
        { name: 'managerIds', label: t('office.members'), type: 'choices' as const, value: queue?.managerIds.join(','), options: listed.map(({ id, name }) => ({ value: id, label: name })) },
        { name: 'shares', label: t('office.shares'), hint: t('office.sharesHint'), optional: true, value: sharesText(queue, listed) },
        { name: 'takeMinutes', label: t('office.takeMinutes'), hint: t('office.takeHint'), type: 'number' as const, optional: true, value: queue?.takeMinutes ? String(queue.takeMinutes) : '' },
        { name: 'overflowId', label: t('office.overflow'), type: 'select' as const, value: queue?.overflowId ?? NONE, options: [{ value: NONE, label: t('office.waits') }, ...others.map(({ id, name }) => ({ value: id, label: name }))] },
        { name: 'departmentId', label: t('office.department'), type: 'select' as const, value: queue?.departmentId ?? NONE, options: [{ value: NONE, label: t('office.none') }, ...parts.map(({ id, name }) => ({ value: id, label: name }))] },
      ]}
      submit={t('action.save')}
      onSubmit={async ({ id = queue?.id, name, strategy, managerIds = '', shares = '', takeMinutes, overflowId, departmentId }) => {
        await put('/api/v1/queues', {
          id, name, strategy,
          managerIds: managerIds.split(',').filter(Boolean),
          shares: sharesOf(shares, listed),
          takeMinutes: takeMinutes ? Number(takeMinutes) : null,
          overflowId: overflowId || null,
          departmentId: departmentId || null,
        });
        toast(t('office.saved'));
        await queries.invalidateQueries();
        done();
      }}
    />
  );
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function sharesText(queue: Queue | undefined, people: readonly Named[]): string {
  return Object.entries(queue?.shares ?? {}).map(([id, share]) => `${people.find((manager) => manager.id === id)?.name ?? id} ${share}`).join(', ');
}

/** "Anna 2, Boris 3": a name and a number each. */
function sharesOf(text: string, people: readonly Named[]): Record<string, number> {
  return Object.fromEntries(text.split(',').flatMap((part) => {
    const [, name = '', share = ''] = /^(.*?)\s+(\d+)$/.exec(part.trim()) ?? [];
    const manager = people.find((each) => each.name === name.trim() || each.id === name.trim());
    return manager ? [[manager.id, Number(share)]] : [];
  }));
}
