import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAligned } from './aligned.js';
import { parseAuthResults } from './parse-auth-results.js';
import { readAuthenticity, senderTrust } from './read-authenticity.js';
import { receiversOf, UNNAMED_RECEIVER } from './receivers.js';

const GMAIL = receiversOf('imap.gmail.com');

function mail(results: readonly string[], from = 'ivan@client.example') {
  const header = (name: string, value: string) => ({ name, value, raw: value });
  return {
    headers: [...results.map((value) => header('authentication-results', value)), header('from', from)],
    from: [{ name: '', address: from, raw: from }],
  };
}

function read(results: readonly string[], receivers: readonly string[] = GMAIL, from?: string) {
  return readAuthenticity(mail(results, from), { receivers });
}

describe('parseAuthResults', () => {
  it('reads comments, quoted strings, versions and odd blanks', () => {
    const { authservId, methods } = parseAuthResults(
      'MX.example.net (a (nested) comment) 1; spf = pass (domain of x; designates\\) it) smtp.mailfrom="ivan@client.example";dkim/1=fail reason="bad; \\"quoted\\"" header.d=client.example',
    );
    expect(authservId).toBe('mx.example.net');
    expect(methods.map(({ method, result, properties }) => [method, result, Object.fromEntries(properties)])).toEqual([
      ['spf', 'pass', { 'smtp.mailfrom': 'ivan@client.example' }],
      ['dkim', 'fail', { reason: 'bad; "quoted"', 'header.d': 'client.example' }],
    ]);
  });

  it('reads "none", which checked nothing', () => {
    expect(parseAuthResults('mx.example.net; none')).toEqual({ authservId: 'mx.example.net', methods: [] });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '=', ';', '(', ')', '"', '\\', ' ', '.', 'spf', 'pass') }), (value) => {
      expect(parseAuthResults(value).methods.length).toBeLessThanOrEqual(50);
    }));
  });
});

describe('readAuthenticity', () => {
  it('reads what Gmail writes', () => {
    expect(read(['mx.google.com; dkim=pass header.i=@client.example header.s=mail header.b=abc; spf=pass (google.com: domain of ivan@client.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=ivan@client.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=client.example'])).toEqual({
      fromDomain: 'client.example', spf: 'pass', dkim: 'pass', dmarc: 'pass', aligned: true,
    });
  });

  it('reads what Microsoft writes without a name', () => {
    const value = 'spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=client.example; dkim=none (message not signed) header.d=none;dmarc=fail action=oreject header.from=client.example;compauth=fail reason=000';
    expect(read([value], receiversOf('outlook.office365.com'))).toEqual({ fromDomain: 'client.example', spf: 'pass', dkim: 'none', dmarc: 'fail' });
    expect(read([value], GMAIL)).toEqual({ fromDomain: 'client.example' });
    expect(receiversOf('outlook.office365.com')).toContain(UNNAMED_RECEIVER);
  });

  it('reads what Yandex writes', () => {
    const value = 'mail-nwsmtp-mxfront-production-main-12.sas.yp-c.yandex.net; spf=pass smtp.mail=ivan@client.example; dkim=pass header.i=@client.example';
    expect(read([value], receiversOf('imap.yandex.ru'))).toMatchObject({ spf: 'pass', dkim: 'pass', aligned: true });
  });

  it('believes the topmost result of our receiver and none below it', () => {
    expect(read(['mx.google.com; dmarc=fail header.from=client.example', 'mx.google.com; dmarc=pass header.from=client.example']).dmarc).toBe('fail');
  });

  it("believes no result of another receiver, nor one that only sounds like ours", () => {
    for (const id of ['mx.evil.example', 'mx.google.com.evil.example', 'evilmx.google.com', 'yandex.net']) {
      expect(read([`${id}; dmarc=pass header.from=client.example`])).toEqual({ fromDomain: 'client.example' });
    }
  });

  it('trusts nobody on a server that nobody knows', () => {
    expect(receiversOf('mail.client.example')).toEqual([]);
    expect(receiversOf('imap.gmail.com.evil.example')).toEqual([]);
  });

  it('takes a pass of another domain for none', () => {
    expect(senderTrust(read(['mx.google.com; dkim=pass header.d=evil.example; dmarc=pass header.from=evil.example']))).toBe('stated');
  });

  it('believes nothing of a mail with two senders', () => {
    const two = mail(['mx.google.com; dkim=pass header.d=client.example; dmarc=pass header.from=client.example']);
    expect(senderTrust(readAuthenticity({ ...two, from: [...two.from, { name: '', address: 'ceo@bank.example', raw: '' }] }, { receivers: GMAIL }))).toBe('stated');
    expect(senderTrust(readAuthenticity({ ...two, headers: [...two.headers, { name: 'from', value: 'ceo@bank.example', raw: '' }] }, { receivers: GMAIL }))).toBe('stated');
  });

  it('does not let a sealed chain excuse a failure: anybody can seal one', () => {
    expect(senderTrust(read(['mx.google.com; arc=pass (i=1 dmarc=pass fromdomain=client.example); dmarc=fail header.from=client.example']))).toBe('forged');
  });
});

describe('senderTrust', () => {
  it.each([
    ['dmarc=pass header.from=client.example', 'verified'],
    ['dkim=pass header.d=client.example', 'verified'],
    ['dkim=pass header.i=robot@mail.client.example', 'verified'],
    ['dkim=fail header.d=client.example; dkim=pass header.d=client.example', 'verified'],
    ['dkim=pass header.d=mailer.example', 'stated'],
    ['spf=pass smtp.mailfrom=ivan@client.example', 'stated'],
    ['dmarc=none header.from=client.example', 'stated'],
    ['dmarc=temperror header.from=client.example', 'stated'],
    ['dkim=pass header.d=client.example; dmarc=fail header.from=client.example', 'forged'],
  ])('%s: %s', (results, trust) => {
    expect(senderTrust(read([`mx.google.com; ${results}`]))).toBe(trust);
  });
});

describe('isAligned', () => {
  it.each([
    ['client.example', 'client.example', true],
    ['@Client.Example.', 'client.example', true],
    ['mail.client.example', 'client.example', true],
    ['client.example', 'mail.client.example', true],
    ['xn--80a1acny.xn--p1ai', 'почта.рф', true],
    ['evilclient.example', 'client.example', false],
    ['com.ru', 'client.com.ru', false],
    ['ru', 'client.ru', false],
    ['', 'client.ru', false],
    ['none', 'client.ru', false],
  ])('%s signs for %s: %s', (signer, from, aligned) => {
    expect(isAligned(signer, from)).toBe(aligned);
  });
});
