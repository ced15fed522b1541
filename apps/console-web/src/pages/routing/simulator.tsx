import { Button, Group, NativeSelect, Progress, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { post } from '../../api/client';
import { Section } from '../../parts/facts';
import { number, Time } from '../../parts/format';
import { Failure } from '../../parts/messages';
import { useIsOperator } from '../../session/me';
import { t, word } from '../../texts/text';
import { withoutSentences, type RuleSet } from './rules';

interface Side {
  readonly managers: readonly { readonly id: string; readonly name: string; readonly leads: number }[];
  readonly waited: { readonly count: number; readonly medianMinutes: number; readonly longestMinutes: number };
  readonly waiting: number;
  readonly pool: number;
}
interface Played {
  readonly leads: number;
  readonly current: Side;
  readonly draft: Side;
  readonly moved: { readonly count: number; readonly items: readonly { readonly contactId: string; readonly at: string; readonly from: string; readonly to: string }[] };
}
interface One {
  readonly sentence: string;
  readonly steps: readonly string[];
  readonly rules: readonly { readonly ruleId: string; readonly name: string; readonly outcome: string; readonly failed?: number }[];
}

/** What the draft would do, before it counts. */
export function Simulator({ draft }: { readonly draft: RuleSet }) {
  const [days, setDays] = useState('7');
  const [contactId, setContactId] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [played, setPlayed] = useState<Played>();
  const [one, setOne] = useState<{ readonly current: One; readonly draft?: One }>();
  const run = async (what: object, done: (answer: never) => void) => {
    setBusy(true);
    setProblem(undefined);
    try {
      done(await post<never>('/api/v1/routing/simulate', { draft: withoutSentences(draft), ...what }));
    } catch (failed) {
      setProblem(failed);
    }
    setBusy(false);
  };
  if (!useIsOperator()) return null;
  return (
    <Section title={t('simulator.title')} className="simulator">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">{t('simulator.text')}</Text>
        <Group align="end" gap="xs">
          <NativeSelect label={t('simulator.days')} value={days} onChange={({ currentTarget }) => setDays(currentTarget.value)} data={['1', '7', '30', '90']} />
          <Button loading={busy} onClick={() => void run({ days: Number(days) }, setPlayed)}>{t('simulator.play')}</Button>
        </Group>
        <Group align="end" gap="xs">
          <TextInput label={t('simulator.contact')} description={t('simulator.contactHint')} value={contactId} onChange={({ currentTarget }) => setContactId(currentTarget.value)} />
          <Button variant="default" loading={busy} disabled={contactId.trim() === ''} onClick={() => void run({ contactId: contactId.trim().split('/').at(-1) }, setOne)}>{t('simulator.one')}</Button>
        </Group>
        {problem !== undefined && <Failure problem={problem} />}
        {played && <Loads played={played} />}
        {one && [one.current, ...(one.draft ? [one.draft] : [])].map((each, n) => <OneResult key={n} title={t(n === 0 ? 'simulator.now' : 'simulator.draft')} one={each} />)}
      </Stack>
    </Section>
  );
}

function Loads({ played: { leads, current, draft, moved } }: { readonly played: Played }) {
  const most = Math.max(1, ...current.managers.map((each) => each.leads), ...draft.managers.map((each) => each.leads));
  return (
    <div role="status">
      <Text fw={600}>{t('simulator.result', { leads: number(leads), moved: number(moved.count) })}</Text>
      <div className="wide-table">
        <Table>
          <Table.Thead>
            <Table.Tr><Table.Th>{t('leads.manager')}</Table.Th><Table.Th>{t('simulator.now')}</Table.Th><Table.Th>{t('simulator.draft')}</Table.Th></Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {draft.managers.map(({ id, name, leads: after }) => {
              const before = current.managers.find((each) => each.id === id)?.leads ?? 0;
              return <Table.Tr key={id}><Table.Td>{name}</Table.Td>{[before, after].map((value, n) => <Table.Td key={n}>{number(value)}<Progress value={(value / most) * 100} aria-label={`${name}: ${value}`} /></Table.Td>)}</Table.Tr>;
            })}
            <Table.Tr><Table.Td>{t('simulator.waited')}</Table.Td>{[current, draft].map(({ waited }, n) => <Table.Td key={n}>{t('simulator.waits', { count: number(waited.count), median: number(waited.medianMinutes), longest: number(waited.longestMinutes) })}</Table.Td>)}</Table.Tr>
            <Table.Tr><Table.Td>{t('simulator.waiting')}</Table.Td><Table.Td>{number(current.waiting)}</Table.Td><Table.Td>{number(draft.waiting)}</Table.Td></Table.Tr>
            <Table.Tr><Table.Td>{t('leads.pool')}</Table.Td><Table.Td>{number(current.pool)}</Table.Td><Table.Td>{number(draft.pool)}</Table.Td></Table.Tr>
          </Table.Tbody>
        </Table>
      </div>
      <ul className="moved">
        {moved.items.slice(0, 100).map(({ contactId, at, from, to }) => (
          <li key={contactId}>
            <Link href={`/contacts/${contactId}`}><Time iso={at} /></Link> <Text span size="sm"><del>{from}</del> {to}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
}

function OneResult({ title, one: { sentence, steps, rules } }: { readonly title: string; readonly one: One }) {
  return (
    <div>
      <Text fw={600}>{title}: {sentence}</Text>
      <Text size="sm">{steps.slice(0, -1).join(' ')}</Text>
      <ol>
        {rules.map(({ ruleId, name, outcome, failed }) => (
          <li key={ruleId}><Text size="sm" span>{name}: {word('ruleOutcome', outcome)}{failed !== undefined && ` (${t('simulator.condition', { number: failed + 1 })})`}</Text></li>
        ))}
      </ol>
    </div>
  );
}
