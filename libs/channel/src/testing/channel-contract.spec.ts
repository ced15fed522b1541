import { describeChannel } from './channel-contract.js';
import { toyChannel, toySignature, type ToySettings } from './toy-channel.js';

const body = (...contacts: object[]) => ({ body: JSON.stringify(contacts) });

describeChannel(toyChannel, {
  settings: { secret: 'open sesame' },
  valid: body({ id: 'a', text: 'one' }, { id: 'b', text: 'two' }),
  respelled: { body: '[ {"text":"one", "id":"a"}, {"text":"two", "id":"b"} ]' },
  other: body({ id: 'c', text: 'three' }),
  bad: { body: '{"what":' },
  withText: (text) => body({ id: 'text', text }),
  parts: [body({ id: 'a', text: 'ringing', version: 1 }), body({ id: 'a', text: 'talking', version: 2 }), body({ id: 'a', text: 'ended', version: 3 })],
  sign: (request, settings) => ({
    ...request,
    headers: { ...request.headers, 'x-toy-signature': toySignature((settings as ToySettings).secret, request.body) },
  }),
});
