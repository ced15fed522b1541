import { Button, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put } from '../../api/client';
import { senders } from '../../api/queries';
import type { Senders, Settings } from '../../api/types';
import { Ask } from '../../parts/ask';
import { Section } from '../../parts/facts';
import { type Field, FieldsForm } from '../../parts/fields';
import { Failure, Loading, toast } from '../../parts/messages';
import { botFields, mailServerFields, settingsOfFields } from '../../parts/sender-fields';
import { t } from '../../texts/text';

/** By which mail server and bot managers are told. */
export function SendersForms() {
  const { data, error, refetch } = useQuery(senders);
  return (
    <Section title={t('notifications.senders')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('notifications.sendersText')}
      </Text>
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <Stack gap="xl">
          <SenderForm kind="mail" fields={mailServerFields('mail.', data.mail ?? undefined)} present={data.mail} />
          <SenderForm kind="telegram" fields={botFields('telegram.', data.telegram ?? undefined)} present={data.telegram} />
        </Stack>
      )}
    </Section>
  );
}

interface Props {
  readonly kind: keyof Senders;
  readonly fields: readonly Field[];
  readonly present: Settings | null;
}

function SenderForm({ kind, fields, present }: Props) {
  const queries = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const save = async (sender: object | null) => {
    await put('/api/v1/notifications/senders', { [kind]: sender });
    toast(t('notifications.saved'));
    await queries.invalidateQueries();
  };
  return (
    <>
      <FieldsForm
        key={String(present === null)}
        fields={fields}
        submit={t('action.save')}
        onSubmit={(values) => save(settingsOfFields(`${kind}.`, fields, values, present ?? undefined))}
        more={
          present && (
            <Button variant="light" color="red" onClick={() => setRemoving(true)}>
              {t('action.remove')}
            </Button>
          )
        }
      />
      {removing && (
        <Ask danger title={t('connectors.removeTitle', { name: t(`targetKind.${kind}`) })} text={t('notifications.removeSender')} submit={t('action.remove')} onClose={() => setRemoving(false)} onSubmit={() => save(null)} />
      )}
    </>
  );
}
