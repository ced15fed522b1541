import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LeadEventKind } from '@tributary/proto';
import { leadEvent } from '../testing/lead-events.js';
import { type TestNotifier, testNotifier } from '../testing/test-notifier.js';

const CONTACT = 'notices?contactId=contact-1';

describe('recording events of leads', () => {
  let notifier: TestNotifier;
  beforeEach(async () => {
    notifier = await testNotifier();
  });
  afterEach(() => notifier.stop());

  it('keeps one notice an event, however often it comes', async () => {
    const event = leadEvent();
    await notifier.append(event, event);
    await notifier.append(event, leadEvent({ kind: LeadEventKind.JOINED, managerId: '' }));
    expect(await notifier.settled()).toMatchObject({ notices: 2, feedEntries: 2, lagRecords: 0, lagOldestMs: 0 });
    expect(await notifier.internal(CONTACT)).toEqual({
      items: [
        { at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), managerId: 'manager-1', kind: 'lead.opened' },
        { at: expect.any(String), managerId: null, kind: 'lead.joined' },
      ],
    });
  });

  it('counts a revision as no notice, and leaves silent events out', async () => {
    await notifier.append(leadEvent({ kind: LeadEventKind.REVISED, notify: false }), leadEvent({ notify: false }));
    expect(await notifier.settled()).toMatchObject({ notices: 0, feedEntries: 1 });
    expect(await notifier.internal(CONTACT)).toEqual({ items: [] });
  });

  it('puts an event aside that it can not read, and goes on', async () => {
    await notifier.append({ ...leadEvent(), value: Buffer.from([0xff]) }, { ...leadEvent(), value: null }, leadEvent());
    expect(await notifier.settled()).toMatchObject({ notices: 1 });
    const { text } = await notifier.runtime.metrics.render();
    expect(text).toContain('tributary_notifier_unreadable_total 2');
    expect(text).toContain('tributary_notifier_entries_total{kind="lead.opened"} 1');
  });

  it('keeps the order of the log', async () => {
    const events = Array.from({ length: 50 }, (_, at) => leadEvent({ leadId: `lead-${at}` }));
    await notifier.append(...events);
    await notifier.settled();
    const { rows } = await notifier.pool.query('SELECT lead_id FROM notifier.feed_entry ORDER BY seq');
    expect(rows.map((row) => row.lead_id)).toEqual(events.map(({ key }) => key));
  });

  it('answers only the services of the hub', async () => {
    for (const path of ['notices?contactId=x', 'stats']) {
      expect((await fetch(`${notifier.url}/internal/notifier/${path}`)).status).toBe(401);
    }
  });

  it('wants to know which contact', async () => {
    await expect(notifier.internal('notices')).rejects.toThrow('422');
  });
});
