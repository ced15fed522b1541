import { describe, expect, it } from '@jest/globals';
import { Brake } from './brake.js';

const two = ['greeting', 'out-of-hours'];

describe('the brake of automatic answers', () => {
  it('stops when two robots answer each other', () => {
    const passed = (minute: number, day: number) => new Brake([['c', { minute, day }]]).letThrough(['c'], two).length;
    expect([passed(0, 0), passed(1, 1), passed(2, 2), passed(3, 3), passed(9, 9), passed(0, 9), passed(0, 10), passed(0, 11)]).toEqual([2, 2, 1, 0, 0, 1, 0, 0]);
  });

  it('stops whoever begins a new conversation each time, and nobody else', () => {
    const brake = new Brake();
    expect(['c1', 'c2', 'c3'].map((id) => brake.letThrough([id, 'robot'], two))).toEqual([two, ['greeting'], []]);
    expect(brake.letThrough(['c4', 'person'], two)).toEqual(two);
    expect(brake.letThrough(['c1'], two)).toEqual(['greeting']);
  });
});
