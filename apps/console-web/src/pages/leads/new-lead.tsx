import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { post } from '../../api/client';
import { lines } from '../../api/queries';
import type { Lead } from '../../api/types';
import { FieldsForm } from '../../parts/fields';
import { toast } from '../../parts/messages';
import { t } from '../../texts/text';

/** A lead that came by no connector: somebody walked in. */
export function NewLead({ onClose }: { readonly onClose: () => void }) {
  const [, go] = useLocation();
  const { data } = useQuery(lines);
  return (
    <Modal opened onClose={onClose} title={t('leads.byHand')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <FieldsForm
        fields={[
          { name: 'name', label: t('leads.name'), optional: true, maxLength: 200, autoFocus: true },
          { name: 'phone', label: t('leads.phone'), optional: true, maxLength: 100 },
          { name: 'email', label: t('leads.email'), optional: true, maxLength: 320 },
          { name: 'company', label: t('leads.company'), optional: true, maxLength: 200 },
          { name: 'text', label: t('leads.text'), optional: true, maxLength: 10_000 },
          { name: 'line', label: t('connectors.line'), type: 'select', options: (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })) },
        ]}
        submit={t('leads.create')}
        onSubmit={async (values) => {
          const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
          const lead = await post<Lead>('/api/v1/leads', given);
          toast(t('leads.created'));
          onClose();
          go(`/leads/${lead.id}`);
        }}
      />
    </Modal>
  );
}
