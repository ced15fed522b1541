import { describe, expect, it } from '@jest/globals';
import { SubmissionGate } from './submission-gate.js';

describe('the gate', () => {
  it('lets live pass while bulk waits in line, each in its order', async () => {
    const gate = new SubmissionGate({ live: 2, bulk: 1 });
    const order: string[] = [];
    let open!: () => void;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const first = gate.pass('bulk', async () => (order.push('bulk 1'), await opened));
    const rest = [2, 3].map((n) => gate.pass('bulk', async () => void order.push(`bulk ${n}`)));
    await gate.pass('live', async () => void order.push('live'));
    open();
    await Promise.all([first, ...rest]);
    expect(order).toEqual(['bulk 1', 'live', 'bulk 2', 'bulk 3']);
  });

  it('gives a place back after a failure', async () => {
    const gate = new SubmissionGate({ live: 1, bulk: 1 });
    await expect(gate.pass('live', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.pass('live', () => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  it('lets few read at once, however many begin', async () => {
    const gate = new SubmissionGate({ read: 2 });
    let inside = 0;
    let most = 0;
    await Promise.all(Array.from({ length: 20 }, () => gate.pass('read', async () => {
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside -= 1;
    })));
    expect(most).toBe(2);
  });
});
