import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { t } from '../../texts/text';

/**
 * A mail as its sender formatted it: cleaned by the server, in a frame without scripts, forms, cookies or network. The frame's own
 * policy comes with the answer.
 */
export function MailHtml({ contactId }: { readonly contactId: string }) {
  const [shown, { toggle }] = useDisclosure();
  return (
    <>
      <Button size="compact-sm" variant="default" mt="xs" onClick={toggle} aria-expanded={shown}>
        {t(shown ? 'contact.hideHtml' : 'contact.showHtml')}
      </Button>
      {shown && <iframe className="mail-frame" sandbox="" referrerPolicy="no-referrer" title={t('contact.showHtml')} src={`/api/v1/contacts/${encodeURIComponent(contactId)}/html`} />}
    </>
  );
}
