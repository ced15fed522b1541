import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem } from '@tributary/platform';
import { sameFacts } from '@tributary/contact';
import { AccountFaultError, type RunningAccount } from '../accounts/account.js';
import { maskSecrets, secretPaths, splitSecrets } from '../accounts/secret-settings.js';
import type { Channel, ContactFacts, RawRequest } from '../channel.js';
import { decodeEnvelope } from '../envelope/encode-envelope.js';
import { factsOf } from '../envelope/proto-to-facts.js';
import { receive, type Received } from '../http/receive.js';
import { UnavailableError } from '../intake/errors.js';
import { probeAccount } from '../jobs/probe-account.js';
import type { Intake } from '../intake/intake.js';
import { type ChannelSamples, sampleAccount, type SampleRequest, toRequest } from './channel-samples.js';
import { CrashPoint, type CrashTime } from './crash-point.js';
import { CrashingConnections } from './faulty-connections.js';
import { type IntakeFixture, intakeFixture } from './fixture.js';

const QUARANTINED = 299;
const CRASH_DEADLINE_MS = 200;

/**
 * The promises that every channel keeps (design §4), run against a real intake. A channel's own spec calls this with
 * its samples, and tests nothing of it again.
 */
export function describeChannel(channel: Channel, samples: ChannelSamples): void {
  describe(`channel ${channel.name}`, () => {
    let fixture: IntakeFixture;
    let intake: Intake;
    let running: RunningAccount;

    beforeAll(async () => {
      fixture = await intakeFixture();
      intake = fixture.intake();
    });
    afterAll(() => fixture.drop());

    const start = () => (running = sampleAccount(channel, samples.settings));
    const signed = (sample: SampleRequest): RawRequest => samples.sign?.(toRequest(sample), samples.settings) ?? toRequest(sample);
    const send = (sample: SampleRequest, through = intake): Promise<Received> =>
      receive(running, signed(sample), through, () => ({ status: QUARANTINED }));

    async function stored() {
      return fixture.rows<{ id: string; revision: number; state: Buffer }>('select id, revision, state from intake.contact where account_id = $1 order by id', [
        running.account.id,
      ]);
    }
    async function storedFacts(): Promise<ContactFacts[]> {
      const rows = await stored();
      return Promise.all(rows.map(async ({ state }) => factsOf(await decodeEnvelope(state, fixture.blobs))));
    }
    async function published(): Promise<string[]> {
      const records = await fixture.log();
      return records.filter(({ headers }) => headers['source'] === `/accounts/${running.account.id}`).map(({ headers }) => headers['id'] ?? '');
    }

    it('makes contacts of a request, each published once', async () => {
      start();
      await send(samples.valid);
      const contacts = await stored();
      expect(contacts.length).toBeGreaterThan(0);
      expect((await published()).sort()).toEqual(contacts.map(({ id }) => `${id}/1`));
    });

    it('takes repeats, also at the same moment, for the same contacts and answers them alike', async () => {
      start();
      const first = await send(samples.valid);
      const before = await stored();
      const again = await Promise.all(Array.from({ length: 10 }, () => send(samples.valid)));
      for (const { answer } of again) expect(answer).toEqual(first.answer);
      expect(await stored()).toEqual(before);
      expect(await published()).toHaveLength(before.length);
    });

    it('tells another contact from it', async () => {
      start();
      await send(samples.valid);
      const before = await stored();
      await send(samples.other);
      expect((await stored()).length).toBeGreaterThan(before.length);
    });

    if (samples.respelled) {
      const { respelled } = samples;
      it('sees the same contact in another spelling', async () => {
        start();
        await send(samples.valid);
        const before = (await stored()).map(({ id }) => id);
        await send(respelled);
        expect((await stored()).map(({ id }) => id)).toEqual(before);
      });
    }

    it('lets one bad payload neither block the rest nor disappear', async () => {
      start();
      const results = await Promise.allSettled([send(samples.valid), send(samples.bad), send(samples.other)]);
      const [valid, bad, other] = results;
      expect([valid?.status, other?.status]).toEqual(['fulfilled', 'fulfilled']);
      const kept = await fixture.rows<{ raw: Buffer }>('select raw from intake.quarantine where account_id = $1', [running.account.id]);
      if (bad?.status === 'rejected') {
        expect(bad.reason).toBeInstanceOf(Problem);
        expect(kept).toEqual([]);
      } else {
        expect(bad?.value.answer).toEqual(channel.webhook?.acknowledgement ?? { status: QUARANTINED });
        expect(kept.map(({ raw }) => raw)).toEqual([Buffer.from(samples.bad.body ?? '')]);
      }
    });

    it.each(['before', 'after'] as const)('is whole after a crash %s any call to the database', async (time: CrashTime) => {
      const [first, second = first] = samples.parts ?? [samples.valid];
      for (const [earlier, dying] of [[undefined, samples.valid], [first, second]] as const) {
        for (let crashAt = 1, crashed = true; crashed; crashAt++) {
          start();
          if (earlier) await send(earlier);
          crashed = await crashAndRepeat(dying ?? samples.valid, crashAt, time);
        }
      }
    });

    /** @returns false when there was no such call to crash at */
    async function crashAndRepeat(sample: SampleRequest, crashAt: number, time: CrashTime): Promise<boolean> {
      const point = new CrashPoint(crashAt, time);
      const connections = new CrashingConnections(fixture.pool, point);
      const [told] = await Promise.allSettled([send(sample, fixture.intake({ connections }, { deadlineMs: CRASH_DEADLINE_MS }))]);
      // Nobody was told of a success that may not be there.
      if (point.crashed) expect(told).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) });
      await send(sample);
      const contacts = await stored();
      const revisions = contacts.flatMap(({ id, revision }) => Array.from({ length: revision }, (_, n) => `${id}/${n + 1}`));
      expect((await published()).sort()).toEqual(revisions.sort());
      await send(sample);
      expect(await stored()).toEqual(contacts);
      return point.crashed;
    }

    it.each([
      ['emoji', 'Здравствуйте 👩🏽‍🚀🇷🇺'],
      ['right-to-left', 'שלום, مرحبا'],
      ['combining marks', 'И\u0306од e\u0301'],
      ['quotes and markup', `"'<b>&amp;</b>\\`],
    ])('keeps text: %s', async (_, text) => {
      start();
      await send(samples.withText(text));
      const [facts] = await storedFacts();
      expect(allText(facts)).toContain(text);
    });

    it('never goes backwards: parts in any order end in the same facts', async () => {
      start();
      const now = Date.now();
      const parts = samples.parts?.map((part, n) => ({ receivedAt: new Date(now + n), ...part })) ?? [at(samples.valid, now), at(samples.valid, now)];
      for (const part of parts) await send(part);
      const expected = await storedFacts();
      const revisions = (await stored()).map(({ revision }) => revision);
      expect(Math.max(...revisions)).toBe(samples.parts ? parts.length : 1);
      for (const order of permutations(parts)) {
        start();
        for (const part of order) await send(part);
        const facts = await storedFacts();
        expect(sameFacts(facts, expected)).toBe(true);
      }
    });

    it('shows no secret in its settings and starts on what is stored', () => {
      const paths = secretPaths(channel.settings);
      const shown = JSON.stringify(maskSecrets(samples.settings, paths));
      const { secrets } = splitSecrets(samples.settings, paths);
      for (const secret of leaves(secrets)) expect(shown).not.toContain(secret);
      expect(start().account.settings).toBeDefined();
    });

    if (channel.probe) {
      const { webhook, probe } = channel;
      it('sends a probe the way of a real contact: stored, known as a probe to its own parser, no identity and no lead', async () => {
        start();
        const { contactId } = await probeAccount(running, intake, 'en');
        await probeAccount(running, intake, 'en');
        expect((await stored()).map(({ id }) => id)).toContain(contactId);
        const facts = await storedFacts();
        expect(facts.map(({ notLeadReason, identities }) => [notLeadReason, identities])).toEqual([['probe', []], ['probe', []]]);
        const request = toRequest(probe(running.account, 'replayed'));
        expect(webhook?.parse(request, running.account).contacts.map(({ facts: again }) => again.notLeadReason)).toEqual(['probe']);
      });
    }

    if (channel.webhook?.verify) {
      const missing = (request: RawRequest) => ({ ...request, headers: { 'content-type': request.headers['content-type'] ?? '' }, query: {} });
      const wrong = (request: RawRequest) =>
        samples.signsBody === false
          ? { ...request, headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, /secret|token/i.test(name) ? `${value}x` : value])) }
          : { ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) };
      const forgeries: readonly (readonly [string, () => RawRequest])[] = samples.forged
        ? Object.entries(samples.forged).map(([name, sample]) => [name, () => toRequest(sample)] as const)
        : [['missing', () => missing(signed(samples.valid))], [samples.signsBody === false ? 'another' : 'of other bytes', () => wrong(signed(samples.valid))]];
      it.each(forgeries)('refuses a signature: %s', async (_, forge) => {
        start();
        const [told] = await Promise.allSettled([receive(running, forge(), intake, () => ({ status: QUARANTINED }))]);
        expect([401, 403]).toContain(told.status === 'rejected' && told.reason instanceof Problem ? told.reason.status : told);
        expect(await stored()).toEqual([]);
      });

      it('does not start without its secret', () => {
        const paths = secretPaths(channel.settings);
        expect(paths.length).toBeGreaterThan(0);
        const { plain } = splitSecrets(samples.settings, paths);
        expect(() => sampleAccount(channel, plain)).toThrow(AccountFaultError);
      });
    }
  });
}

function at(sample: SampleRequest, time: number): SampleRequest {
  return { receivedAt: new Date(time), ...sample };
}

/** Everything that a person would read. */
function allText(facts: ContactFacts | undefined): string {
  if (!facts) return '';
  const fields = facts.content.kind === 'form' ? facts.content.fields.map(({ value }) => value) : [];
  return [facts.text, facts.subject ?? '', ...fields].join('\n');
}

function leaves(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [String(value)];
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, n) => permutations([...items.slice(0, n), ...items.slice(n + 1)]).map((rest) => [item, ...rest]));
}
