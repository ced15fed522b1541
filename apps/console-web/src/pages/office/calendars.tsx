import { ActionIcon, Button, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put, remove } from '../../api/client';
import { calendars } from '../../api/queries';
import type { CalendarYear } from '../../api/types';
import { Failure, Loading, complain, toast } from '../../parts/messages';
import { lang, t, word } from '../../texts/text';

type Day = CalendarYear['days'][number];
const KINDS = ['off', 'short', 'work'] as const;

/** Days off, shortened and moved days of a year, as everybody keeps them. */
export function Calendars({ admin }: { readonly admin: boolean }) {
  const { data, error } = useQuery(calendars);
  const [chosen, setChosen] = useState<string>();
  if (error) return <Failure problem={error} />;
  if (!data) return <Loading />;
  const years = data.items;
  const nameOf = ({ country, year }: CalendarYear): string => `${country} ${year}`;
  const year = years.find((each) => nameOf(each) === chosen) ?? years.find((each) => each.year === new Date().getFullYear()) ?? years[0];
  if (!year) return null;
  return (
    <Stack gap="sm">
      <NativeSelect maw={240} label={t('office.year')} value={nameOf(year)} onChange={({ currentTarget }) => setChosen(currentTarget.value)} data={years.map((each) => ({ value: nameOf(each), label: `${nameOf(each)}${!each.confirmed ? ` · ${t('office.notKnown')}` : each.changed ? ` · ${t('office.changed')}` : ''}` }))} />
      <YearDays key={nameOf(year)} year={year} admin={admin} />
    </Stack>
  );
}

function YearDays({ year: { country, year, changed, confirmed, days: stored }, admin }: { readonly year: CalendarYear; readonly admin: boolean }) {
  const queries = useQueryClient();
  const [days, setDays] = useState(stored);
  const [date, setDate] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const path = `/api/v1/calendars/${country}/${year}`;
  const format = new Intl.DateTimeFormat(lang, { weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' });
  const save = async () => {
    try {
      setProblem(undefined);
      await put(path, { days });
      toast(t('office.saved'));
      await queries.invalidateQueries();
    } catch (failed) {
      setProblem(failed);
    }
  };
  const add = () => {
    const day: Day = { date, kind: 'off' };
    setDays([...days.filter((each) => each.date !== date), day].sort((a, b) => (a.date < b.date ? -1 : 1)));
    setDate('');
  };
  return (
    <Stack gap="xs">
      {!confirmed && <Text size="sm">{t('office.noDays')}</Text>}
      <div className="wide-table">
        <Table>
          <Table.Tbody>
            {days.map((day) => (
              <Table.Tr key={day.date}>
                <Table.Td>{format.format(new Date(`${day.date}T00:00:00Z`))}</Table.Td>
                <Table.Td>{admin ? <NativeSelect size="xs" aria-label={`${t('office.kind')} ${day.date}`} value={day.kind} onChange={({ currentTarget }) => setDays(days.map((each) => (each === day ? { ...each, kind: currentTarget.value as Day['kind'] } : each)))} data={KINDS.map((value) => ({ value, label: word('dayKind', value) }))} /> : word('dayKind', day.kind)}</Table.Td>
                <Table.Td>{day.note}</Table.Td>
                <Table.Td>{admin && <ActionIcon variant="default" aria-label={`${t('action.remove')} ${day.date}`} onClick={() => setDays(days.filter((each) => each !== day))}>✕</ActionIcon>}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {problem !== undefined && <Failure problem={problem} />}
      {admin && (
        <Group align="end" gap="xs">
          <TextInput type="date" label={t('office.date')} min={`${year}-01-01`} max={`${year}-12-31`} value={date} onChange={({ currentTarget }) => setDate(currentTarget.value)} />
          <Button variant="default" disabled={date === ''} onClick={add}>{t('office.addDay')}</Button>
          <Button disabled={days === stored} onClick={() => void save()}>{t('action.save')}</Button>
          {changed && <Button variant="default" onClick={() => void remove(path).then(() => queries.invalidateQueries()).catch(complain)}>{t('office.reset')}</Button>}
        </Group>
      )}
    </Stack>
  );
}
