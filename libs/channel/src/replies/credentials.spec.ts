import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connector } from '../accounts/connectors.js';
import type { Channel } from '../channel.js';
import { ReplyRefusedError } from '../reply.js';
import { refusing, ReplyStage } from '../testing/reply-stage.js';
import { ToyBox, toyPull } from '../testing/toy-pull.js';
import { toyReplying } from '../testing/toy-replies.js';

const both: Channel = { ...toyReplying('both'), pull: toyPull.pull! } as Channel;

let stage: ReplyStage;
let box: ToyBox | undefined;
beforeAll(async () => {
  stage = await ReplyStage.open([toyReplying('plain'), both]);
});
afterAll(() => stage.hub.drop());
afterEach(() => box?.close());

const use = () => stage.use('both', (name) => (box = new ToyBox(name)));

/** Asks until the connector is so. */
async function until(reached: (connector: Connector) => boolean): Promise<Connector> {
  for (;;) {
    const { body } = await stage.hub.api<{ items: Connector[] }>('operator', 'GET', '/api/v1/connectors');
    const connector = body.items.find(({ accountId }) => accountId === stage.account);
    if (connector && reached(connector)) return connector;
  }
}

describe('what a reply shows of the credentials', () => {
  it('is told of the account at once when they are refused, also while its session can’t reach the provider', async () => {
    await use();
    await until(({ credential }) => credential === 'valid');
    await box!.fail('network');
    await until(({ latestFailure }) => latestFailure?.class === 'network');
    stage.post.script.push(refusing('credentials'));
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'queued');
    expect(await until(({ credential }) => credential !== 'valid')).toMatchObject({ credential: 'invalid', health: 'broken', action: { code: 'credentials-refused' } });
    await box!.fail(undefined);
    await until(({ credential }) => credential === 'valid');
  });

  it('begins a session anew that waits because it was refused', async () => {
    await use();
    await until(({ credential }) => credential === 'valid');
    await box!.fail('credentials');
    await until(({ credential, latestFailure }) => credential === 'invalid' && latestFailure?.nextTryAt !== undefined);
    await box!.fail(undefined);
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'sent');
    expect((await until(({ credential }) => credential === 'valid')).consumer.status).toBe('alive');
  });

  it('is that they are taken when the provider refuses the reply for itself', async () => {
    await stage.use('plain');
    stage.post.script.push(() => Promise.reject(new ReplyRefusedError('denied', { ru: 'Запретил.', en: 'Denied.' }, 'denied', { cause: new Error('403') })));
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'failed');
    await until(({ credential }) => credential === 'valid');
  });

  it('holds for the account of a channel that nothing reads', async () => {
    await stage.use('plain');
    stage.post.script.push(refusing('credentials'));
    const [id = ''] = await stage.ask(['one']);
    expect((await until(({ credential }) => credential === 'invalid')).latestFailure).toMatchObject({ code: 'toy-credentials', nextTryAt: expect.any(String) });
    await stage.hub.api('admin', 'PATCH', `/api/v1/accounts/${stage.account}`, { settings: { password: 'new' } });
    await stage.receipt(id, 'sent');
    await until(({ credential }) => credential === 'valid');
  });
});

describe('a session that gets in', () => {
  it('lets replies go that were refused', async () => {
    await use();
    stage.post.script.push(refusing('credentials'));
    const [id = ''] = await stage.ask(['one']);
    await stage.receipt(id, 'sent');
    await until(({ credential }) => credential === 'valid');
  });

  it('says nothing of replies that are refused again, and is not begun anew again and again', async () => {
    await use();
    stage.post.script.push(refusing('credentials'), refusing('credentials'));
    const [id = ''] = await stage.ask(['one']);
    await stage.post.until(() => stage.post.calls === 2);
    await until(({ credential }) => credential === 'invalid');
    await box!.deliver('hello');
    const { credential, latestFailure } = await until(({ traffic }) => traffic.lastContactAt !== null);
    expect([credential, latestFailure, box!.logins]).toEqual(['invalid', expect.objectContaining({ code: 'toy-credentials', nextTryAt: expect.any(String) }), 2]);
    await stage.hub.api('admin', 'PATCH', `/api/v1/accounts/${stage.account}`, { settings: { password: 'right' } });
    await stage.receipt(id, 'sent');
    await until((connector) => connector.credential === 'valid');
  });
});
