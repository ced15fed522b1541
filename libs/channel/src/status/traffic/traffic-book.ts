import { STILL_LEARNING, type TrafficVerdict } from './verdict.js';

/** What is learned of each account's hours of week. */
export class TrafficBook {
  learn(_accountIds: readonly string[], _now: Date): Promise<void> {
    return Promise.resolve();
  }

  verdict(_accountId: string, _lastContactAt: Date | undefined, _now: Date): TrafficVerdict {
    return STILL_LEARNING;
  }
}
