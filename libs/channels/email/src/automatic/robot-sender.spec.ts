import { describe, expect, it } from '@jest/globals';
import { isDaemon, isRobot } from './robot-sender.js';

function sender(address: string, name = '') {
  return { name, address, raw: address };
}

describe('isRobot', () => {
  it.each([
    'noreply@shop.example', 'No-Reply@shop.example', 'no_reply@shop.example', 'do-not-reply@shop.example', 'donotreply@shop.example', 'gmail-noreply@mail.example', 'noreply-123@shop.example', 'noreply+42@shop.example',
    'wordpress@site.example', 'www-data@web1.example', 'robot@site.example', 'notifications@forge.example', 'forms@site.example', 'hello@tildamail.com', 'chat@sub.avito.ru', 'mailer-daemon@mx.example',
  ])('%s', (address) => {
    expect(isRobot(sender(address))).toBe(true);
  });

  it.each([
    'ivan@client.example', 'info@shop.example', 'sales@shop.example', 'zakaz@shop.example', 'ivan.bot@client.example', 'reply@client.example', 'nora.reply@client.example', 'robotov@client.example', 'webber@client.example',
    'formanova@client.example', 'ivan@notavito.ru', 'rootkin@client.example', 'postmaster@client.example', '', '@',
  ])('not %s', (address) => {
    expect(isRobot(sender(address))).toBe(false);
  });
});

describe('isDaemon', () => {
  it('knows servers by mailbox or name', () => {
    expect(isDaemon(sender('MAILER-DAEMON@mx.example'))).toBe(true);
    expect(isDaemon(sender('x@mx.example', 'Mail Delivery Subsystem'))).toBe(true);
    expect(isDaemon(sender('x@mx.example', 'Mail Delivery Service of the city'))).toBe(false);
    expect(isDaemon(undefined)).toBe(false);
  });
});
