import { Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { patch, post } from '../../api/client';
import type { CannedAnswer } from '../../api/conversation-types';
import { cannedAnswers, lines } from '../../api/queries';
import { FieldsForm } from '../../parts/fields';
import { toast } from '../../parts/messages';
import { t } from '../../texts/text';

export function CannedForm({ answer, onClose }: { readonly answer: CannedAnswer | undefined; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const { data: allLines } = useQuery(lines);
  if (!allLines) return null;
  return (
    <Modal opened onClose={onClose} title={answer ? answer.name : t('canned.add')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <FieldsForm
        fields={[
          { name: 'name', label: t('canned.name'), hint: t('canned.nameHint'), maxLength: 100, value: answer?.name, autoFocus: true },
          { name: 'text', label: t('canned.answer'), hint: t('canned.answerHint'), type: 'textarea', maxLength: 10_000, value: answer?.text },
          { name: 'line', label: t('connectors.line'), type: 'select', value: answer?.line ?? '', options: [{ value: '', label: t('canned.anyLine') }, ...allLines.items.map(({ id, name }) => ({ value: id, label: name }))] },
          { name: 'shared', label: t('canned.isShared'), type: 'switch', value: String(answer?.shared ?? false) },
        ]}
        submit={t('action.save')}
        onSubmit={async ({ name, text, line, shared }) => {
          const body = { name, text, line: line || null, shared: shared === 'true' };
          await (answer ? patch(`/api/v1/canned-answers/${encodeURIComponent(answer.id)}`, body) : post('/api/v1/canned-answers', body));
          await queries.invalidateQueries({ queryKey: cannedAnswers.queryKey });
          toast(t('notifications.saved'));
          onClose();
        }}
      />
    </Modal>
  );
}
