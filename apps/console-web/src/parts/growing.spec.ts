import { describe, expect, it } from '@jest/globals';
import { type Known, withHead, withTail } from './growing.js';

interface Item {
  readonly id: string;
}

const NOTHING: Known<Item> = { items: undefined, cursor: null };
const SERVER = Array.from({ length: 60 }, (_, n) => ({ id: `m${60 - n}` }));

/** The first of them, as the server gives them. */
function page(items: readonly Item[], limit = 50) {
  const last = items[limit - 1];
  return { items: items.slice(0, limit), nextCursor: items.length > limit && last ? `behind ${last.id}` : null };
}

const ids = ({ items }: Known<Item>) => items?.map(({ id }) => id);
const start = withHead(NOTHING, page(SERVER));
const whole = withTail(start, 'behind m11', { items: SERVER.slice(50), nextCursor: null });

describe('a long list', () => {
  it('grows at its end', () => {
    expect([whole.items, whole.cursor]).toEqual([SERVER, null]);
  });

  it('takes in what is new and keeps what is known behind it', () => {
    const grown = withHead(whole, page([{ id: 'NEW' }, ...SERVER]));
    expect(ids(grown)).toEqual(['NEW', ...SERVER.map(({ id }) => id)]);
    expect(grown.cursor).toBeNull();
  });

  it('lets go of what is hidden by now', () => {
    const withEcho = withHead(whole, page([{ id: 'ECHO' }, { id: 'REPLY' }, ...SERVER]));
    expect(ids(withHead(withEcho, page([{ id: 'REPLY' }, ...SERVER])))).toEqual(['REPLY', ...SERVER.map(({ id }) => id)]);
  });

  it('has what came late in its place, behind the first page as well, when it asks for all that is shown', () => {
    const late = [...SERVER.slice(0, 55), { id: 'LATE' }, ...SERVER.slice(55)];
    expect(ids(withHead(whole, page(late, 60)))).toEqual(late.map(({ id }) => id));
    expect(ids(withHead(whole, page([...SERVER.slice(0, 49), { id: 'LATE' }, ...SERVER.slice(49)])))?.slice(48, 51)).toEqual(['m12', 'LATE', 'm11']);
  });

  it('has each one once, wherever it has moved', () => {
    const moved = [SERVER[55] as Item, ...SERVER.filter((_, n) => n !== 55)];
    expect(ids(withHead(whole, page(moved)))).toEqual(moved.map(({ id }) => id));
  });

  it('begins anew where nothing joins, and goes on from there', () => {
    const others = Array.from({ length: 70 }, (_, n) => ({ id: `o${n}` }));
    const anew = withHead(whole, page([...others, ...SERVER]));
    expect([anew.items?.length, anew.cursor]).toEqual([50, 'behind o49']);
    expect(withTail(anew, 'behind m11', { items: SERVER.slice(50), nextCursor: null })).toBe(anew);
  });

  it('ends where the server says', () => {
    expect(withHead(whole, page(SERVER.slice(0, 3)))).toEqual({ items: SERVER.slice(0, 3), cursor: null });
  });
});
