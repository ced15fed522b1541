import { Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { StoredFile } from '../../api/conversation-types';
import { size } from '../../parts/format';
import { t } from '../../texts/text';

/** What every browser draws, and nothing that could hold a script. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);
/** Larger ones are fetched only when somebody wants them. */
const MOST_PREVIEW_BYTES = 10 * 1024 * 1024;

export function MessageFiles({ files }: { readonly files: readonly StoredFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="message-files">
      {files.map((file, index) => (
        <li key={index}>{PICTURES.has(file.mediaType) && file.sizeBytes <= MOST_PREVIEW_BYTES ? <Picture file={file} /> : <FileLink file={file} />}</li>
      ))}
    </ul>
  );
}

function FileLink({ file: { name, url, sizeBytes } }: { readonly file: StoredFile }) {
  return (
    <>
      <a href={url} download={name}>
        {name}
      </a>{' '}
      <Text span size="xs" c="dimmed">
        {size(sizeBytes)}
      </Text>
    </>
  );
}

function Picture({ file }: { readonly file: StoredFile }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <button type="button" className="picture" onClick={open} aria-label={t('talk.enlarge', { name: file.name })}>
        <img src={file.url} alt="" loading="lazy" />
      </button>
      {opened && (
        <Modal opened onClose={close} title={file.name} size="auto" closeButtonProps={{ 'aria-label': t('action.close') }}>
          <img src={file.url} alt={file.name} className="picture-large" />
          <FileLink file={file} />
        </Modal>
      )}
    </>
  );
}
