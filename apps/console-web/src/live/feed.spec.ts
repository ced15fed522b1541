import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { followFeed } from './feed.js';

/** The browser's side of a stream, moved by hand. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static all: Stream[] = [];
  readyState = 1;
  onopen: (() => void) | undefined;
  onerror: (() => void) | undefined;

  constructor() {
    super();
    Stream.all.push(this);
  }

  close(): void {
    this.readyState = Stream.CLOSED;
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const onEvent = jest.fn<() => void>();
const onLead = jest.fn<() => void>();
const onConnection = jest.fn<(connected: boolean) => void>();
const mayFollow = jest.fn<() => Promise<boolean>>();
let end: () => void;

beforeEach(() => {
  jest.useFakeTimers();
  jest.resetAllMocks();
  mayFollow.mockResolvedValue(true);
  Stream.all = [];
  page.visibilityState = 'visible';
  Object.assign(globalThis, { EventSource: Stream, document: page });
  end = followFeed({ onEvent, onLead, onConnection, mayFollow });
  newest().onopen?.();
});

afterEach(() => {
  end();
  jest.useRealTimers();
});

function newest(): Stream {
  return Stream.all.at(-1) as Stream;
}

describe('the feed', () => {
  it('makes one hint of events that come together', () => {
    for (let each = 0; each < 50; each += 1) newest().dispatchEvent(new Event('lead.opened'));
    jest.advanceTimersByTime(1_000);
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  it('tells of leads while nobody looks, and of nothing else then', () => {
    page.visibilityState = 'hidden';
    newest().dispatchEvent(new Event('connector'));
    jest.advanceTimersByTime(1_000);
    expect(onLead).not.toHaveBeenCalled();
    for (let each = 0; each < 50; each += 1) newest().dispatchEvent(new Event('lead.reminded'));
    jest.advanceTimersByTime(1_000);
    expect([onLead.mock.calls.length, onEvent.mock.calls.length]).toEqual([1, 0]);
  });

  it('waits with the hint until the page is seen', () => {
    page.visibilityState = 'hidden';
    newest().dispatchEvent(new Event('alarm'));
    jest.advanceTimersByTime(1_000);
    expect(onEvent).not.toHaveBeenCalled();
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  it('says that the connection is lost, and hints once when it is back', () => {
    newest().onerror?.();
    expect(onConnection).toHaveBeenLastCalledWith(false);
    newest().onopen?.();
    jest.advanceTimersByTime(1_000);
    expect([onConnection.mock.lastCall, onEvent.mock.calls.length]).toEqual([[true], 1]);
  });

  it('takes a line that is silent for dead, and opens another one', () => {
    jest.advanceTimersByTime(30_000);
    newest().dispatchEvent(new Event('beat'));
    jest.advanceTimersByTime(30_000);
    expect([Stream.all.length, onConnection.mock.lastCall]).toEqual([1, [true]]);
    jest.advanceTimersByTime(10_000);
    expect([Stream.all.length, onConnection.mock.lastCall]).toEqual([2, [false]]);
  });

  it('does not come again when it may not', async () => {
    mayFollow.mockResolvedValue(false);
    newest().close();
    newest().onerror?.();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(Stream.all.length).toBe(1);
  });
});
