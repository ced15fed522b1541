import { describe, expect, it } from '@jest/globals';
import { Drafts, keepNote } from './drafts.js';

class Store extends Map<string, string> {
  getItem(key: string): string | null {
    return this.get(key) ?? null;
  }
  setItem(key: string, text: string): void {
    this.set(key, text);
  }
  removeItem(key: string): void {
    this.delete(key);
  }
}

/** A note that is on its way until one lets it go. */
function underWay(note: string) {
  const store = new Store();
  const drafts = new Drafts(() => store, 'draft-');
  const sent: string[] = [];
  let arrive = () => {};
  let fail = (_: Error) => {};
  const send = (text: string) => {
    sent.push(text);
    return new Promise<void>((resolve, reject) => ([arrive, fail] = [resolve, reject]));
  };
  drafts.change('c', () => ({ note }));
  const kept = keepNote(drafts, 'c', send);
  return { store, drafts, sent, send, kept, arrive: () => arrive(), fail: (why: Error) => fail(why) };
}

describe('drafts', () => {
  it('are there again with the page, and leave nothing once they are empty', () => {
    const store = new Store();
    new Drafts(() => store, 'draft-').change('c', () => ({ reply: 'half an answer', note: 'a note' }));
    const drafts = new Drafts(() => store, 'draft-');
    expect(drafts.of('c')).toEqual({ reply: 'half an answer', note: 'a note', files: [], noting: false });
    expect(drafts.of('other').reply).toBe('');
    expect([...store.keys()]).toEqual(['draft-c']);
    drafts.change('c', () => ({ reply: '', note: '' }));
    expect(store.size).toBe(0);
  });

  it('are forgotten with their files', () => {
    const store = new Store();
    const drafts = new Drafts(() => store, 'draft-');
    const file = new File(['a'], 'a.txt');
    drafts.change('c', () => ({ reply: 'half an answer', files: [file] }));
    store.clear();
    drafts.clear();
    expect(drafts.of('c')).toMatchObject({ reply: '', files: [] });
  });

  it('are the same object until they change, and are kept where storage is forbidden', () => {
    const drafts = new Drafts(() => {
      throw new Error('forbidden');
    }, 'draft-');
    const before = drafts.of('c');
    expect(drafts.of('c')).toBe(before);
    drafts.change('c', ({ reply }) => ({ reply: `${reply}more` }));
    expect(drafts.of('c')).toMatchObject({ reply: 'more' });
  });
});

describe('a note on its way', () => {
  it('leaves the field once it is kept, and not the answer that is written meanwhile', async () => {
    const { store, drafts, sent, kept, arrive } = underWay(' a note ');
    drafts.change('c', () => ({ reply: 'a long answer' }));
    drafts.change('other', () => ({ note: 'elsewhere' }));
    arrive();
    await kept;
    expect(sent).toEqual(['a note']);
    expect(drafts.of('c')).toMatchObject({ reply: 'a long answer', note: '', noting: false });
    expect(drafts.of('other').note).toBe('elsewhere');
    expect(new Drafts(() => store, 'draft-').of('c')).toMatchObject({ reply: 'a long answer', note: '' });
  });

  it('leaves what is written on meanwhile', async () => {
    const { drafts, kept, arrive } = underWay('a note');
    drafts.change('c', () => ({ note: 'a note and more' }));
    arrive();
    await kept;
    expect(drafts.of('c').note).toBe('a note and more');
  });

  it('is not sent twice, whoever comes back to it meanwhile', async () => {
    const { drafts, sent, send, kept, arrive } = underWay('a note');
    expect(drafts.of('c').noting).toBe(true);
    await keepNote(drafts, 'c', send);
    arrive();
    await kept;
    expect(sent).toEqual(['a note']);
  });

  it('stays when it can’t be kept', async () => {
    const { drafts, kept, fail } = underWay('a note');
    fail(new Error('refused'));
    await expect(kept).rejects.toThrow('refused');
    expect(drafts.of('c')).toMatchObject({ note: 'a note', noting: false });
  });
});
