import { Alert, Code, Group, Modal, SegmentedControl, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../../api/client';
import { Failure, Loading } from '../../parts/messages';
import { t } from '../../texts/text';

const BYTES_A_LINE = 16;
/** More than anybody reads as numbers. */
const HEX_BYTES = 8 * 1024;

/** Bytes as they came, shown as text or as numbers: never as a page, so that they can't act. */
export function Raw({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [view, setView] = useState('text');
  const { data, error } = useQuery({ queryKey: ['raw', id], queryFn: () => get<{ raw: { base64: string; truncated: boolean } }>(`/api/v1/quarantine/${id}`), staleTime: Infinity });
  const bytes = data && Uint8Array.from(atob(data.raw.base64), (char) => char.charCodeAt(0));
  return (
    <Modal opened onClose={onClose} size="xl" title={t('quarantine.raw')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Stack>
        <Group justify="space-between">
          <SegmentedControl aria-label={t('quarantine.raw')} value={view} onChange={setView} data={[{ value: 'text', label: t('quarantine.asText') }, { value: 'hex', label: t('quarantine.asHex') }]} />
          <a href={`/api/v1/quarantine/${id}/raw`} download={`${id}.bin`}>
            {t('quarantine.download')}
          </a>
        </Group>
        {error && <Failure problem={error} />}
        {!bytes && !error && <Loading />}
        {data?.raw.truncated && <Alert color="yellow">{t('quarantine.truncated')}</Alert>}
        {bytes && (
          <Code block className="raw" tabIndex={0}>
            {view === 'text' ? new TextDecoder().decode(bytes) : hex(bytes.subarray(0, HEX_BYTES))}
          </Code>
        )}
      </Stack>
    </Modal>
  );
}

function hex(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_A_LINE) {
    const part = [...bytes.subarray(at, at + BYTES_A_LINE)];
    const numbers = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${numbers.padEnd(BYTES_A_LINE * 3)} ${part.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')}`);
  }
  return lines.join('\n');
}
