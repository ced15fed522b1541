import { useQuery, useQueryClient } from '@tanstack/react-query';
import { put } from '../../api/client';
import { managers } from '../../api/queries';
import type { Department } from '../../api/types';
import { FieldsForm } from '../../parts/fields';
import { toast } from '../../parts/messages';
import { t } from '../../texts/text';
import { Adding, Card } from './card';

export function DepartmentCard({ department, admin }: { readonly department: Department; readonly admin: boolean }) {
  const names = new Map((useQuery(managers).data?.items ?? []).map(({ id, name }) => [id, name]));
  const head = department.headId ? t('office.headIs', { name: names.get(department.headId) ?? '…' }) : t('office.noHead');
  const about = [head, ...department.managerIds.map((id) => names.get(id) ?? '…')].join(' · ');
  return <Card name={department.name} about={about} admin={admin} className="department" form={(done) => <DepartmentForm department={department} done={done} />} />;
}

export function NewDepartment() {
  return <Adding text={t('office.addDepartment')} form={(done) => <DepartmentForm department={undefined} done={done} />} />;
}

function DepartmentForm({ department, done }: { readonly department: Department | undefined; readonly done: () => void }) {
  const queries = useQueryClient();
  const people = (useQuery(managers).data?.items ?? []).filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <FieldsForm
      fields={[
        ...(department ? [] : [{ name: 'id', label: t('office.id'), hint: t('office.idHint'), maxLength: 64 }]),
        { name: 'name', label: t('office.name'), maxLength: 200, value: department?.name },
        { name: 'headId', label: t('office.head'), type: 'select' as const, value: department?.headId ?? '', options: [{ value: '', label: t('office.none') }, ...people] },
        { name: 'managerIds', label: t('office.members'), type: 'choices' as const, value: department?.managerIds.join(','), options: people },
      ]}
      submit={t('action.save')}
      onSubmit={async ({ id = department?.id, name, headId, managerIds = '' }) => {
        await put('/api/v1/departments', { id, name, headId: headId || null, managerIds: managerIds.split(',').filter(Boolean) });
        toast(t('office.saved'));
        await queries.invalidateQueries();
        done();
      }}
    />
  );
}
