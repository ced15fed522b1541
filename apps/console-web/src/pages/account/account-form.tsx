import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { Link } from 'wouter';
import { patch, post, Problem } from '../../api/client';
import { lines } from '../../api/queries';
import type { Account, Channel, CheckAnswer, Settings } from '../../api/types';
import { errorAt, Rest, useFocusOnMistake } from '../../parts/fields';
import { SchemaFields } from '../../schema-form/schema-fields';
import { initialValues, settingsToSend } from '../../schema-form/values';
import { localized, t } from '../../texts/text';

interface Props {
  readonly channel: Channel;
  /** Undefined for a new one. */
  readonly account?: Account | undefined;
  readonly onSaved: (account: Account, checked: string | undefined) => void;
}

/** Adds or changes an account of any channel: tried before it is kept, where the channel can. */
export function AccountForm({ channel, account, onSaved }: Props) {
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const { data: allLines } = useQuery(lines);
  const [name, setName] = useState(account?.name ?? '');
  const [line, setLine] = useState(account?.line);
  const [values, setValues] = useState<Settings>(() => initialValues(channel.settings, account?.settings));
  const [busy, setBusy] = useState<'checking' | 'saving'>();
  const [problem, setProblem] = useState<unknown>();
  useFocusOnMistake(form, problem);
  const checks = channel.capabilities.includes('check');

  const filledIn = () => {
    const settings = settingsToSend(channel.settings, values, account?.settings);
    return { name: name.trim() || String(settings['address'] ?? settings['user'] ?? '') || localized(channel.title), line: line ?? allLines?.items[0]?.id, settings };
  };
  const save = async (checking: boolean) => {
    setProblem(undefined);
    try {
      setBusy(checking ? 'checking' : 'saving');
      const wanted = filledIn();
      const checked = checking ? await check(channel, account, wanted) : undefined;
      setBusy('saving');
      const saved = account
        ? await patch<Account>(`/api/v1/accounts/${account.id}`, wanted)
        : await post<Account>('/api/v1/accounts', { channel: channel.name, ...wanted, settings: { ...wanted.settings, ...checked?.found } });
      await queries.invalidateQueries();
      onSaved(saved, checked?.title);
    } catch (failed) {
      setProblem(failed);
    } finally {
      setBusy(undefined);
    }
  };
  const refusedByProvider = problem instanceof Problem && problem.code === 'check-failed';

  return (
    <form
      ref={form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save(checks);
      }}
    >
      <Stack gap="sm" maw={640}>
        <SchemaFields schema={channel.settings} path="settings" values={values} onChange={setValues} problem={problem} />
        <TextInput label={t('connectors.name')} description={t('account.nameHint')} name="name" value={name} maxLength={200} error={errorAt(problem, 'name')} onChange={({ currentTarget }) => setName(currentTarget.value)} />
        <NativeSelect label={t('connectors.line')} name="line" value={line} error={errorAt(problem, 'line')} onChange={({ currentTarget }) => setLine(currentTarget.value)} data={(allLines?.items ?? []).map(({ id, name: title }) => ({ value: id, label: title }))} />
        <Rest problem={problem} names={['settings', 'name', 'line']} />
        <Group>
          <Button type="submit" loading={busy !== undefined}>
            {t(checks ? (account ? 'account.checkAndSave' : 'account.checkAndAdd') : account ? 'action.save' : 'action.add')}
          </Button>
          {refusedByProvider && (
            <Button variant="default" loading={busy === 'saving'} onClick={() => void save(false)}>
              {t(account ? 'account.saveAnyway' : 'account.addAnyway')}
            </Button>
          )}
          <Button component={Link} href="/connectors" variant="default">
            {t('action.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** @throws Problem `check-failed`: what only the provider can say; it may be wrong for now, then it may be saved all the same */
async function check(channel: Channel, account: Account | undefined, { name, line, settings }: { name: string; line: string | undefined; settings: Settings }): Promise<CheckAnswer> {
  const answer = account ? await post<CheckAnswer>(`/api/v1/accounts/${account.id}/check`, { settings }) : await post<CheckAnswer>('/api/v1/accounts/check', { channel: channel.name, name, line, settings });
  if (answer.ok) return answer;
  const { detail = t('error.unknown'), field } = answer.failure ?? {};
  throw new Problem(0, { code: 'check-failed', detail, errors: field ? [{ field: `settings.${field}`, detail }] : [] });
}
