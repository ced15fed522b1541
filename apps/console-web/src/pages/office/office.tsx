import { useQuery } from '@tanstack/react-query';
import { departments, lines, queues } from '../../api/queries';
import { Section } from '../../parts/facts';
import { Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { useRole } from '../../session/me';
import { t } from '../../texts/text';
import { Calendars } from './calendars';
import { DepartmentCard, NewDepartment } from './departments';
import { LineCard, NewLine } from './line-card';
import { NewQueue, QueueCard } from './queue-card';

/** How the company works: queues, lines with their hours, departments, calendars. */
export default function Office() {
  const admin = useRole('admin');
  const all = [useQuery(queues), useQuery(lines), useQuery(departments)] as const;
  const [queueList, lineList, departmentList] = all;
  const failed = all.find(({ error }) => error);
  if (failed) return <PageFrame title={t('office.title')}><Failure problem={failed.error} again={() => all.forEach(({ refetch }) => void refetch())} /></PageFrame>;
  if (!queueList.data || !lineList.data || !departmentList.data) return <Loading />;
  return (
    <PageFrame title={t('office.title')} text={t('office.text')}>
      <Section title={t('office.queues')}>
        {queueList.data.items.map((queue) => <QueueCard key={queue.id} queue={queue} admin={admin} />)}
        {admin && <NewQueue />}
      </Section>
      <Section title={t('office.lines')}>
        {lineList.data.items.map((line) => <LineCard key={line.id} line={line} admin={admin} />)}
        {admin && <NewLine />}
      </Section>
      <Section title={t('office.departments')}>
        {departmentList.data.items.map((department) => <DepartmentCard key={department.id} department={department} admin={admin} />)}
        {admin && <NewDepartment />}
      </Section>
      <Section title={t('office.calendars')}>
        <Calendars admin={admin} />
      </Section>
    </PageFrame>
  );
}
