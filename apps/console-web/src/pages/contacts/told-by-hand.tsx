import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '../../api/client';
import { complain, toast } from '../../parts/messages';
import { t } from '../../texts/text';
import { ChoosePerson } from '../people/choose-person';

interface Props {
  readonly contactId: string;
}

/** "This was a lead." */
export function LeadAfterAll({ contactId }: Props) {
  const queries = useQueryClient();
  const tell = useMutation({ mutationFn: () => post(`/api/v1/contacts/${contactId}/lead`), onSuccess: () => toast(t('contact.isLead')), onError: complain, onSettled: () => queries.invalidateQueries() });
  return (
    <Button size="compact-sm" variant="default" mt="xs" loading={tell.isPending} onClick={() => tell.mutate()}>
      {t('contact.wasLead')}
    </Button>
  );
}

/** Whose a contact without a person is. */
export function AssignPerson({ contactId }: Props) {
  const queries = useQueryClient();
  const [choosing, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="compact-sm" variant="default" mt="xs" onClick={open}>
        {t('contact.assign')}
      </Button>
      {choosing && (
        <ChoosePerson
          title={t('contact.assign')}
          onClose={close}
          onChosen={async ({ id }) => {
            await post(`/api/v1/contacts/${contactId}/person`, { personId: id });
            toast(t('contact.assigned'));
            close();
            await queries.invalidateQueries();
          }}
        />
      )}
    </>
  );
}
