import { describeBlanks, describeChannel, describeFixtures } from '@tributary/channel/testing';
import { channel } from './channel.js';
import { SECRET_HEADER } from './verify.js';

const settings = { token: '7000000000:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0', mode: 'webhook', secret: 'a-secret_of_the_sample' };
const anna = { id: 1001, is_bot: false, first_name: 'Анна', last_name: 'Петрова', username: 'anna_p', language_code: 'ru' };
const chat = { id: 1001, type: 'private', first_name: 'Анна', last_name: 'Петрова', username: 'anna_p' };
const message = { message_id: 42, from: anna, chat, date: 1_795_334_400, text: 'Здравствуйте, перезвоните мне' };

const json = (body: object) => ({ body: JSON.stringify(body) });
const edited = (update_id: number, edit_date: number, text: string) => json({ update_id, edited_message: { ...message, edit_date, text } });

describeChannel(channel, {
  settings,
  valid: json({ update_id: 1, message }),
  respelled: { body: ` ${JSON.stringify({ message: { ...message, date: message.date }, update_id: 1 }).replace('Здравствуйте', '\\u0417дравствуйте')}` },
  other: json({ update_id: 2, message: { ...message, message_id: 43 } }),
  bad: { body: '{"update_id":3,"message":{"message_id":"44"}}' },
  withText: (text) => json({ update_id: 4, message: { ...message, text } }),
  parts: [json({ update_id: 1, message }), edited(5, 1_795_334_460, 'Перезвоните после обеда'), edited(6, 1_795_334_460, 'Перезвоните завтра'), edited(7, 1_795_334_520, 'Не надо')],
  signsBody: false,
  sign: (request) => ({ ...request, headers: { ...request.headers, [SECRET_HEADER]: settings.secret } }),
});
describeFixtures(channel, new URL('../fixtures/', import.meta.url));
describeBlanks(new URL('../', import.meta.url));
