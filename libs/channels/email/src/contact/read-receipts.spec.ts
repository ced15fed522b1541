import { describe, expect, it } from '@jest/globals';
import { makeMessageId } from '../thread/message-id.js';
import { signer } from '../thread/testing/signer.js';
import { arrived, REPLY_ID } from '../send/testing/replies.js';

const CONVERSATION = 'ab'.repeat(16);
const OURS = idBy(signer('mailbox'));
const RECEIPT = { conversationId: CONVERSATION, at: new Date('2026-11-24T08:00:00Z'), which: { key: REPLY_ID } };

function idBy(sign: ReturnType<typeof signer>): string {
  return makeMessageId({ conversationId: CONVERSATION, replyId: REPLY_ID }, 'ivan@client.example', 'acme.example', sign);
}

function notice(action: string, status: string, id = OURS): string {
  return `From: MAILER-DAEMON@mx.client.example
To: sales@acme.example
Subject: Delivery Status Notification
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

About your mail.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.client.example

Final-Recipient: rfc822; ivan@client.example
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550 ${status} no

--b
Content-Type: text/rfc822-headers

From: sales@acme.example
To: ivan@client.example
Message-ID: <${id}>
Subject: Re: x

--b--
`;
}

function readNotice(disposition: string): string {
  return `From: ivan@client.example
To: sales@acme.example
Subject: Read: x
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b
Content-Type: text/plain

Read.

--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822; ivan@client.example
Original-Message-ID: <${OURS}>
Disposition: manual-action/MDN-sent-manually; ${disposition}

--b--
`;
}

describe('what notices tell of our answers', () => {
  it.each([
    ['an address that is not there', notice('failed', '5.1.1'), { ...RECEIPT, state: 'failed', reason: { code: 'address-unknown', detail: { ru: expect.stringContaining('5.1.1'), en: expect.any(String) } } }],
    ['a full mailbox', notice('failed', '5.2.2'), { ...RECEIPT, state: 'failed', reason: { code: 'mailbox-full', detail: expect.anything() } }],
    ['a refusal', notice('failed', '5.7.1'), { ...RECEIPT, state: 'failed', reason: { code: 'bounced', detail: expect.anything() } }],
    ['a delivery', notice('delivered', '2.0.0'), { ...RECEIPT, state: 'delivered' }],
    ['a reading', readNotice('displayed'), { ...RECEIPT, state: 'read' }],
    ['qmail, for people only', `From: MAILER-DAEMON@qmail.example\nTo: sales@acme.example\nSubject: failure notice\n\nHi. This is the qmail-send program at qmail.example.\nI'm afraid I wasn't able to deliver your message.\n\n<ivan@client.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <${OURS}>\n`, { ...RECEIPT, state: 'failed', reason: expect.anything() }],
  ])('%s', async (_, source, receipt) => {
    expect((await arrived(source)).receipts).toEqual([receipt]);
  });

  it.each([
    ['a delay', notice('delayed', '4.4.1')],
    ['a hand-over to a server that tells no more', notice('relayed', '2.0.0')],
    ['a mail that was deleted unread', readNotice('deleted')],
    ['a mail that we did not send', notice('failed', '5.1.1', 'somebody@else.example')],
    ['a forged id', notice('failed', '5.1.1', idBy(signer('mailbox', 'another installation')))],
    ['another account’s', notice('failed', '5.1.1', idBy(signer('mailbox-2')))],
    ['a letter that names it', `From: ivan@client.example\nTo: sales@acme.example\nIn-Reply-To: <${OURS}>\nSubject: Re: x\n\n${OURS}\n`],
  ])('nothing by %s', async (_, source) => {
    expect(await arrived(source)).not.toHaveProperty('receipts');
  });
});
