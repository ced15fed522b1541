import { describe, expect, it } from '@jest/globals';
import { cutReply } from './cut-reply.js';
import { htmlMarks } from './html-marks.js';

describe('marks in the HTML', () => {
  it('finds the signature that Gmail marks, though the text has no delimiter', () => {
    const html = '<div dir="ltr">Нужна цена.<div><br></div><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div>Пётр&nbsp;Ким</div><div>прораб</div></div></div>';
    expect(cutReply({ text: 'Нужна цена.\n\nПётр Ким\nпрораб', html })).toEqual({ reply: 'Нужна цена.', signature: 'Пётр Ким\nпрораб' });
  });

  it('takes an attribution in a language it does not know from Gmail and Thunderbird', () => {
    const text = 'Ναι.\n\nΤρί 3 Μαρ 2026 στις 10:15 Κ.\n\n> Ποσότητα;';
    const attribution = 'Τρί 3 Μαρ 2026 στις 10:15 Κ.';
    for (const html of [`<div dir="ltr" class="gmail_attr">${attribution}<br></div>`, `<div class='moz-cite-prefix'>${attribution}</div>`]) {
      expect(cutReply({ text, html, subject: 'Re: Ποσότητα' })).toEqual({ reply: 'Ναι.', quoted: `${attribution}\n\n> Ποσότητα;` });
    }
  });

  it('is not misled by a style sheet or a text that names a mark', () => {
    expect(htmlMarks('<style>.gmail_signature { color: red } </style><p>class gmail_signature and gmail_attr</p>')).toEqual({ attributions: new Set() });
  });

  it('leaves the text alone when the marked signature is not in it', () => {
    const html = '<div id="Signature">Anna</div>';
    expect(cutReply({ text: 'Hello', html })).toEqual({ reply: 'Hello' });
  });
});
