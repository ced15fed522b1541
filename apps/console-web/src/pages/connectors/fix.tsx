import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { patch, post, Problem } from '../../api/client';
import { channels } from '../../api/queries';
import type { CheckAnswer, Connector, Schema } from '../../api/types';
import { Failure, toast } from '../../parts/messages';
import { useRole } from '../../session/me';
import { SecretInput } from '../../parts/secret-input';
import { lang, t } from '../../texts/text';

/** What is wrong, in the server's words, and the one thing that mends it: at best right here. */
export function Fix({ connector }: { readonly connector: Connector }) {
  const admin = useRole('admin');
  const { data } = useQuery({ ...channels, enabled: admin });
  const { action, health, channel, accountId } = connector;
  if (!action) return null;
  const setting = action.field ? data?.items.find(({ name }) => name === channel)?.settings.properties?.[action.field] : undefined;
  return (
    <Alert color={health === 'broken' ? 'red' : 'yellow'} variant="light" p="xs" className="fix">
      <Stack gap="xs">
        <Text size="sm">{action.detail}</Text>
        {admin && setting?.type === 'string' && setting.secret && action.field && <FixHere connector={connector} field={action.field} setting={setting} />}
        <Group gap="xs">
          {action.code === 'not-understood' ? (
            <Link href={`/quarantine?accountId=${accountId}`}>{t('connectors.toQuarantine')}</Link>
          ) : (
            admin && <Link href={`/connectors/${accountId}`}>{t('connectors.mend')}</Link>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

interface FixHereProps {
  readonly connector: Connector;
  readonly field: string;
  readonly setting: Schema;
}

/** The new secret, tried before it is kept. */
function FixHere({ connector: { accountId }, field, setting }: FixHereProps) {
  const queries = useQueryClient();
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const label = (lang === 'ru' ? setting.titleRu : setting.title) ?? field;
  const Input = setting.secret ? SecretInput : TextInput;
  const mend = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const settings = { [field]: value };
      const answer = await post<CheckAnswer>(`/api/v1/accounts/${accountId}/check`, { settings });
      if (!answer.ok) throw new Problem(0, { detail: answer.failure?.detail ?? t('error.unknown') });
      await patch(`/api/v1/accounts/${accountId}`, { settings });
      toast(t('connectors.checked', { title: answer.title ?? '' }));
      await queries.invalidateQueries();
    } catch (failed) {
      setProblem(failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void mend(event)}>
      <Group align="end" gap="xs">
        <Input label={label} name={`settings.${field}`} value={value} onChange={({ currentTarget }) => setValue(currentTarget.value)} required autoComplete="new-password" flex={1} miw={160} />
        <Button type="submit" loading={busy}>
          {t('connectors.fix')}
        </Button>
      </Group>
      {problem !== undefined && <Failure problem={problem} />}
    </form>
  );
}
