import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { externalIdOf } from './external-id.js';
import { makeMessageId, readMessageId } from './message-id.js';
import { signer } from './testing/signer.js';
import { threadOf, type ThreadMail, type ThreadOptions } from './thread-of.js';

const SIGN = signer('mailbox-1');
const OPTIONS: ThreadOptions = { account: 'mailbox-1', sign: SIGN, externalId: '#1', ownAddresses: ['sales@stroydom.example'] };
const CLIENT = 'ivan@client.example';
const REPLY = '0193f0a2-7a5e-4c1d-9b3e-2f4d5a6b7c8d';

function mail(facts: { id?: string; references?: readonly string[]; inReplyTo?: string; from?: string; to?: string }): ThreadMail {
  const { id, references = [], inReplyTo, from = CLIENT, to = 'sales@stroydom.example' } = facts;
  const address = (text: string) => ({ name: '', address: text, raw: text });
  return { references, from: [address(from)], to: [address(to)], ...(id !== undefined && { messageId: id }), ...(inReplyTo !== undefined && { inReplyTo }) };
}

describe('threadOf', () => {
  const begun = threadOf(mail({ id: 'a@client.example' }), OPTIONS);

  it('keeps letters of one correspondent together by the first reference', () => {
    expect(begun).toEqual({ conversationId: expect.stringMatching(/^[0-9a-f]{32}$/), basis: 'new' });
    expect(threadOf(mail({ id: 'b@client.example', references: ['a@client.example', 'x@y.example'] }), OPTIONS)).toEqual({ ...begun, basis: 'references' });
    expect(threadOf(mail({ id: 'c@client.example', inReplyTo: 'a@client.example' }), OPTIONS)).toEqual({ ...begun, basis: 'references' });
  });

  it("doesn't let anybody else in by naming a thread's ids", () => {
    const stranger = threadOf(mail({ id: 'e@evil.example', from: 'eve@evil.example', references: ['a@client.example'], inReplyTo: 'a@client.example' }), OPTIONS);
    expect(stranger.conversationId).not.toBe(begun.conversationId);
  });

  it("doesn't let a forged sender in", () => {
    expect(threadOf(mail({ id: 'e@evil.example', references: ['a@client.example'] }), { ...OPTIONS, forged: true }).conversationId).not.toBe(begun.conversationId);
  });

  const answer = makeMessageId({ conversationId: begun.conversationId, replyId: REPLY }, CLIENT, 'hub.stroydom.example', SIGN);

  it('lets in whom we wrote to, and his colleagues, also when a mail program keeps In-Reply-To alone', () => {
    const colleague = mail({ id: 'd@client.example', from: 'olga@client.example', references: ['q@client.example', answer] });
    expect(threadOf(colleague, OPTIONS)).toEqual({ ...begun, basis: 'signed' });
    expect(threadOf(mail({ id: 'f@client.example', inReplyTo: answer.toUpperCase() }), OPTIONS)).toEqual({ ...begun, basis: 'signed' });
    expect(threadOf(mail({ id: answer, from: 'sales@stroydom.example', to: CLIENT }), OPTIONS)).toEqual({ ...begun, basis: 'signed' });
  });

  it('leads nobody else into the conversation, were the signed id to come to his eyes', () => {
    const stranger = { id: 'e@evil.example', from: 'eve@evil.example' };
    expect(threadOf(mail({ ...stranger, references: [answer], inReplyTo: answer }), OPTIONS)).toEqual(threadOf(mail(stranger), OPTIONS));
    expect(threadOf(mail({ id: 'e@evil.example', inReplyTo: answer }), { ...OPTIONS, forged: true }).conversationId).not.toBe(begun.conversationId);
    const byGmail = makeMessageId({ conversationId: begun.conversationId, replyId: REPLY }, 'ivan@gmail.com', 'hub.stroydom.example', SIGN);
    expect(threadOf(mail({ id: 'g@gmail.com', from: 'eve@gmail.com', inReplyTo: byGmail }), OPTIONS).conversationId).not.toBe(begun.conversationId);
    expect(threadOf(mail({ id: 'g@gmail.com', from: 'Ivan@Gmail.com', inReplyTo: byGmail }), OPTIONS).conversationId).toBe(begun.conversationId);
  });

  it('takes an id that only looks signed for none, however many there are', () => {
    const forged = makeMessageId({ conversationId: begun.conversationId, replyId: REPLY }, 'eve@evil.example', 'hub.stroydom.example', signer('mailbox-1', 'another installation'));
    const other = makeMessageId({ conversationId: begun.conversationId, replyId: REPLY }, 'eve@evil.example', 'hub.stroydom.example', signer('mailbox-2'));
    const stranger = { id: 'e@evil.example', from: 'eve@evil.example' };
    expect(threadOf(mail({ ...stranger, references: [forged, other], inReplyTo: forged }), OPTIONS)).toEqual(threadOf(mail(stranger), OPTIONS));
  });

  it("finds our own letter's thread by its recipient", () => {
    expect(threadOf(mail({ id: 's@stroydom.example', from: 'Sales@stroydom.example', to: 'Ivan@Client.example', inReplyTo: 'a@client.example' }), OPTIONS).conversationId).toBe(begun.conversationId);
  });

  it('takes the external id for a missing Message-ID', () => {
    expect(threadOf(mail({}), OPTIONS)).not.toEqual(threadOf(mail({}), { ...OPTIONS, externalId: '#2' }));
  });

  it('keeps accounts apart', () => {
    expect(threadOf(mail({ id: 'a@client.example' }), { ...OPTIONS, account: 'mailbox-2' }).conversationId).not.toBe(begun.conversationId);
  });
});

describe('makeMessageId', () => {
  const conversationId = 'ab'.repeat(16);

  const own = { conversationId, replyId: REPLY };
  const make = () => makeMessageId(own, CLIENT, 'hub.stroydom.example', SIGN);

  it('is the same for the same mail, and read in any case of letters', () => {
    expect(readMessageId(make().toUpperCase(), SIGN)).toMatchObject(own);
    expect(make()).toBe(make());
  });

  it('is nobody’s where no installation is', () => {
    expect(readMessageId(make(), undefined)).toBe('forged');
  });

  it('is forged when any character of it changes', () => {
    const id = make();
    const end = id.indexOf('@');
    fc.assert(fc.property(fc.nat(end - 1), fc.constantFrom(...'0123456789abcdef'), (at, digit) => {
      fc.pre(id.charAt(at) !== digit);
      expect([undefined, 'forged']).toContain(readMessageId(`${id.slice(0, at)}${digit}${id.slice(at + 1)}`, SIGN));
    }));
  });

  it('refuses what is no conversation', () => {
    expect(() => makeMessageId({ ...own, conversationId: 'chat-1' }, CLIENT, 'hub.stroydom.example', SIGN)).toThrow(TypeError);
    expect(() => makeMessageId({ ...own, replyId: 'r-1' }, CLIENT, 'hub.stroydom.example', SIGN)).toThrow(TypeError);
  });
});

describe('externalIdOf', () => {
  const head = 'Message-ID: <a@client.example>\nFrom: Ivan <ivan@client.example>\nDate: Mon, 16 Nov 2026 10:12:44 +0300\nSubject: Roof\n';
  const idOf = (text: string): string => externalIdOf(Buffer.from(text));
  const id = idOf(`${head}\nHow much?\n`);

  it('can be read', () => {
    expect(id).toMatch(/^a@client\.example#[0-9a-f]{32}$/);
    expect(idOf('Subject: x\n\ny')).toMatch(/^#[0-9a-f]{32}$/);
  });

  it.each([
    ['line ends', `${head}\nHow much?\n`.replaceAll('\n', '\r\n')],
    ['what servers add', `Received: from a by b\nX-GM-LABELS: x\n${head}X-Spam: no\n\nHow much?\n`],
    ['folding', `${head.replace('Subject: Roof', 'Subject:\n  Roof')}\nHow much?\n`],
    ['blank lines at both ends', `\n\n${head}\nHow much?\n\n\n`],
    ['the line of an mbox', `From ivan@client.example Mon Nov 16\n${head}\nHow much?\n`],
  ])('is the same whatever the %s', (_what, copy) => {
    expect(idOf(copy)).toBe(id);
  });

  it.each([
    ['text', `${head}\nHow much is it?\n`],
    ['sender', `${head.replace('ivan@', 'eve@')}\nHow much?\n`],
    ['subject', `${head.replace('Roof', 'Fence')}\nHow much?\n`],
  ])('differs with another %s under the same Message-ID', (_what, other) => {
    expect(idOf(other)).not.toBe(id);
    expect(idOf(other).split('#')[0]).toBe('a@client.example');
  });

  it('is the same of a cut source as of the whole', () => {
    const long = `${head}\n${'line of text\n'.repeat(20_000)}`.replaceAll('\n', '\r\n');
    expect(idOf(long.slice(0, head.length * 2 + 65_536))).toBe(idOf(long));
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      expect(externalIdOf(bytes)).toMatch(/^[\x21-\x7e]{0,200}#[0-9a-f]{32}$/);
    }));
  });
});
