import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Problem, put } from '../../api/client';
import { calendars, lines, managers, openingsOf, queues } from '../../api/queries';
import type { Line } from '../../api/types';
import { FieldsForm, type Field } from '../../parts/fields';
import { weekday } from '../../parts/format';
import { toast } from '../../parts/messages';
import { lang, t, word } from '../../texts/text';
import { Adding, Card } from './card';
import { answerField, answerFields, answersOf } from './line-answers';
import { exceptionsOf, exceptionsText, intervalsOf, intervalsText } from './hours-text';

const NONE = '';
const DAYS = [1, 2, 3, 4, 5, 6, 7];

export function LineCard({ line, admin }: { readonly line: Line; readonly admin: boolean }) {
  return <Card name={line.name} about={<About line={line} />} admin={admin} className="line" form={(done) => <LineForm line={line} done={done} />} />;
}

export function NewLine() {
  return <Adding text={t('office.addLine')} form={(done) => <LineForm line={undefined} done={done} />} />;
}

/** When it is open next, by its own clocks. */
function About({ line }: { readonly line: Line }) {
  const { data } = useQuery(openingsOf(line.id));
  if (!data) return null;
  if (data.alwaysOpen) return t('office.alwaysOpen', { zone: data.timeZone });
  const day = new Intl.DateTimeFormat(lang, { timeZone: data.timeZone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const clock = new Intl.DateTimeFormat(lang, { timeZone: data.timeZone, hour: '2-digit', minute: '2-digit' });
  return (
    <>
      {t('office.openings', { zone: data.timeZone })}
      <ul className="openings">
        {data.items.map(({ opensAt, closesAt }) => <li key={opensAt}>{day.format(new Date(opensAt))}–{clock.format(new Date(closesAt))}</li>)}
      </ul>
      {word('outOfHours', line.outOfHours?.kind)}
    </>
  );
}

function LineForm({ line, done }: { readonly line: Line | undefined; readonly done: () => void }) {
  const queries = useQueryClient();
  const people = (useQuery(managers).data?.items ?? []).filter(({ active }) => active);
  const others = (useQuery(lines).data?.items ?? []).filter(({ id }) => id !== line?.id);
  const queueList = useQuery(queues).data?.items ?? [];
  const countries = [...new Set((useQuery(calendars).data?.items ?? []).map(({ country }) => country))];
  const away = line?.outOfHours;
  const minutes = (name: string, label: string, hint: string, value: number | null | undefined): Field => ({ name, label, hint, type: 'number', optional: true, value: value ? String(value) : '' });
  return (
    <FieldsForm
      fields={[
        ...(line ? [] : [{ name: 'id', label: t('office.id'), hint: t('office.idHint'), maxLength: 64 }]),
        { name: 'name', label: t('office.name'), maxLength: 200, value: line?.name },
        { name: 'timeZone', label: t('office.timeZone'), value: line?.timeZone ?? 'Europe/Moscow' },
        { name: 'queueId', label: t('office.queue'), type: 'select', value: line?.queueId, options: queueList.map(({ id, name }) => ({ value: id, label: name })) },
        { name: 'open', label: t('office.open'), type: 'select', value: line?.hours ? 'hours' : 'always', options: [{ value: 'always', label: t('office.always') }, { value: 'hours', label: t('office.byHours') }] },
        ...DAYS.map((day): Field => ({ name: `day${day}`, label: weekday(day, 'long'), ...(day === 1 && { hint: t('office.dayHint') }), optional: true, value: intervalsText(line?.hours ? line.hours.week[day - 1] : day < 6 ? [{ from: '09:00', to: '18:00' }] : []) })),
        { name: 'calendar', label: t('office.calendar'), type: 'select', value: line?.calendar ?? NONE, options: [{ value: NONE, label: t('office.none') }, ...countries.map((country) => ({ value: country, label: country }))] },
        { name: 'exceptions', label: t('office.exceptions'), hint: t('office.exceptionsHint'), optional: true, value: exceptionsText(line?.hours?.exceptions ?? []) },
        { name: 'outOfHours', label: t('office.outOfHours'), type: 'select', value: away?.kind === 'duty' ? `duty ${away.managerId}` : away?.kind === 'line' ? `line ${away.lineId}` : (away?.kind ?? 'assign'), options: [
          { value: 'assign', label: t('outOfHours.assign') }, { value: 'hold', label: t('outOfHours.hold') },
          ...people.map(({ id, name }) => ({ value: `duty ${id}`, label: t('office.onDuty', { name }) })), ...others.map(({ id, name }) => ({ value: `line ${id}`, label: t('office.otherLine', { name }) })),
        ] },
        minutes('patienceMinutes', t('office.patience'), t('office.patienceHint'), line?.patienceMinutes),
        minutes('answerMinutes', t('office.answer'), t('office.answerHint'), line?.answerMinutes),
        minutes('callBackMinutes', t('office.callBack'), t('office.callBackHint'), line?.callBackMinutes),
        ...answerFields(line?.answers),
      ]}
      submit={t('action.save')}
      onSubmit={async ({ id = line?.id, open, calendar, exceptions = '', outOfHours = 'assign', patienceMinutes, answerMinutes, callBackMinutes, name, timeZone, queueId, ...rest }) => {
        const [kind, of] = outOfHours.split(' ');
        const hours = open === 'hours' ? { week: DAYS.map((day) => intervalsOf(rest[`day${day}`] ?? '')), exceptions: exceptionsOf(exceptions) } : null;
        try {
          await put('/api/v1/lines', {
            id, name, timeZone, queueId, hours, calendar: calendar || null,
            ...(line && { repeatLeads: line.repeatLeads, autoMerge: line.autoMerge }),
            outOfHours: { kind, ...(kind === 'duty' && { managerId: of }), ...(kind === 'line' && { lineId: of }) },
            patienceMinutes: Number(patienceMinutes || 0), answerMinutes: answerMinutes ? Number(answerMinutes) : null, callBackMinutes: callBackMinutes ? Number(callBackMinutes) : null,
            answers: answersOf(rest),
          });
        } catch (problem) {
          throw atFields(problem);
        }
        toast(t('office.saved'));
        await queries.invalidateQueries();
        done();
      }}
    />
  );
}

/** What is wrong with hours stands at the day's own field. */
function atFields(problem: unknown): unknown {
  if (!(problem instanceof Problem)) return problem;
  const errors = problem.errors.map((error) => ({ ...error, field: error.field.replace(/^hours\.week\.(\d+).*/, (_, day: string) => `day${Number(day) + 1}`).replace(/^hours\.exceptions.*/, 'exceptions').replace(/^outOfHours.*/, 'outOfHours') })).map((error) => ({ ...error, field: answerField(error.field) }));
  return new Problem(problem.status, { code: problem.code, detail: problem.message, errors });
}

