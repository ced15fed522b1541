import { Button, FileButton, Group, SegmentedControl, Text, Textarea } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Conversation, ReplyLimits } from '../../api/conversation-types';
import { refreshLists } from '../../live/use-live';
import { number, size, Time } from '../../parts/format';
import { said } from '../../parts/messages';
import { t } from '../../texts/text';
import { CannedPicker } from './canned-picker';
import { CantAnswer } from './cant-answer';
import { bytesOf, charactersLeft, faultOf, type FileFault } from './chosen-files';
import type { Mode } from './drafts';
import { outbox } from './replies';
import type { Draft } from './use-draft';

/** Where fingers type, Enter makes a line; a button sends. */
const byTouch = () => matchMedia('(pointer: coarse)').matches;

/** What one says: to the customer, or to colleagues alone. */
export function Composer({ conversation, draft }: { readonly conversation: Conversation; readonly draft: Draft }) {
  const { id, reach, replyTo } = conversation;
  const { mode, text, files, noting } = draft;
  const field = useRef<HTMLTextAreaElement>(null);
  const [problem, setProblem] = useState<unknown>();
  const note = mode === 'note';
  const closed = !note && (!reach.open || !replyTo);
  const left = note ? undefined : charactersLeft(text, reach.limits?.textLength);
  const fault = note ? undefined : faultOf(files, reach.limits);
  const written = text.trim();
  const ready = note ? written !== '' : (written !== '' || files.length > 0) && !closed && fault === undefined && (left ?? 0) >= 0;

  const send = async () => {
    if (!ready) return;
    field.current?.focus();
    if (!note && replyTo) {
      draft.clearReply();
      return outbox.add(id, { contactId: replyTo, text: written, files });
    }
    setProblem(undefined);
    try {
      await draft.keepNote();
      refreshLists();
    } catch (failed) {
      setProblem(failed);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const sends = event.key === 'Enter' && !event.nativeEvent.isComposing && (event.ctrlKey || event.metaKey || (!event.shiftKey && !event.altKey && !byTouch()));
    if (!sends) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      className="composer"
      data-mode={mode}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Group justify="space-between" gap="xs">
        <SegmentedControl size="xs" value={mode} onChange={(value) => draft.setMode(value as Mode)} data={[{ value: 'reply', label: t('talk.reply') }, { value: 'note', label: t('talk.note') }]} aria-label={t('talk.mode')} />
        {note && <Text size="xs">{t('talk.noteOnly')}</Text>}
        {!note && reach.open && reach.until && (
          <Text size="xs">
            {t('talk.openUntil')} <Time iso={reach.until} />
          </Text>
        )}
      </Group>
      {closed ? (
        <>
          <CantAnswer conversation={conversation} />
          {/* What was being written stays to be copied, or to be sent once the customer is back. */}
          {written && <Textarea aria-label={t('talk.replyLabel')} value={text} onChange={({ currentTarget }) => draft.setText(currentTarget.value)} autosize minRows={2} maxRows={8} />}
        </>
      ) : (
        <>
          {!note && conversation.kind === 'group' && (
            <Text size="sm" fw={600} role="note" className="group-warning">
              {t('talk.groupWarning')}
            </Text>
          )}
          <Textarea
            ref={field}
            dir="auto"
            aria-label={t(note ? 'talk.noteLabel' : 'talk.replyLabel')}
            placeholder={t(note ? 'talk.noteHint' : byTouch() ? 'talk.replyLabel' : 'talk.replyHint')}
            value={text}
            onChange={({ currentTarget }) => draft.setText(currentTarget.value)}
            onKeyDown={onKeyDown}
            autosize
            minRows={2}
            maxRows={8}
            error={!note || problem === undefined ? undefined : said(problem)}
          />
          {!note && files.length > 0 && <ChosenFiles draft={draft} fault={fault} limits={reach.limits} />}
          <Group justify="space-between" gap="xs">
            <Group gap="xs">
              {!note && reach.limits?.files !== 0 && <PickFiles limits={reach.limits} add={draft.addFiles} />}
              {!note && <CannedPicker conversation={conversation} insert={(canned) => insertAtCursor(field.current, draft, canned)} />}
            </Group>
            <Group gap="xs">
              {left !== undefined && (
                <Text size="xs" c={left < 0 ? 'red' : 'dimmed'} role="status" className="characters-left">
                  {left < 0 ? t('talk.tooLong', { count: number(-left) }) : t('talk.left', { count: number(left) })}
                </Text>
              )}
              <Button type="submit" size="compact-md" disabled={!ready} loading={note && noting}>
                {t(note ? 'talk.addNote' : 'talk.send')}
              </Button>
            </Group>
          </Group>
        </>
      )}
    </form>
  );
}

function PickFiles({ limits, add }: { readonly limits: ReplyLimits | undefined; readonly add: (files: readonly File[]) => void }) {
  return (
    <FileButton multiple onChange={(files) => add(files)}>
      {(props) => (
        <Button {...props} size="compact-sm" variant="default" title={limits && limitsText(limits)}>
          {t('talk.attach')}
        </Button>
      )}
    </FileButton>
  );
}

function limitsText({ files, fileBytes, allFilesBytes }: ReplyLimits): string {
  return t('talk.fileLimits', { count: number(files), size: size(fileBytes), all: size(allFilesBytes) });
}

function ChosenFiles({ draft: { files, removeFile }, fault, limits }: { readonly draft: Draft; readonly fault: FileFault | undefined; readonly limits: ReplyLimits | undefined }) {
  return (
    <div>
      <ul className="chosen-files">
        {files.map((file, index) => (
          <li key={index}>
            <span className="one-line">{file.name}</span>{' '}
            <Text span size="xs" c="dimmed">
              {size(file.size)}
            </Text>
            <Button size="compact-xs" variant="subtle" aria-label={t('talk.removeFile', { name: file.name })} onClick={() => removeFile(file)}>
              ✕
            </Button>
          </li>
        ))}
      </ul>
      {limits && (
        <Text size="xs" c="dimmed">
          {t('talk.filesTogether', { size: size(bytesOf(files)) })} {limitsText(limits)}
        </Text>
      )}
      {fault && (
        <Text size="sm" c="red" role="alert">
          {faultText(fault)}
        </Text>
      )}
    </div>
  );
}

function faultText(fault: FileFault): string {
  if (fault.kind === 'none-allowed') return t('talk.noFiles');
  if (fault.kind === 'too-many') return t('talk.tooManyFiles', { count: number(fault.most) });
  if (fault.kind === 'empty') return t('talk.emptyFile', { name: fault.name });
  if (fault.kind === 'too-large-together') return t('talk.filesTooLarge', { size: size(fault.mostBytes) });
  return t('talk.fileTooLarge', { name: fault.name, size: size(fault.mostBytes) });
}

/** In the place of what is selected; the cursor stands behind it. */
function insertAtCursor(field: HTMLTextAreaElement | null, draft: Draft, inserted: string): void {
  const { selectionStart: from, selectionEnd: to } = field ?? { selectionStart: draft.text.length, selectionEnd: draft.text.length };
  draft.setText(draft.text.slice(0, from) + inserted + draft.text.slice(to));
  // After the new text has been drawn and the list of answers has given the focus back.
  setTimeout(() => {
    field?.focus();
    field?.setSelectionRange(from + inserted.length, from + inserted.length);
  });
}
