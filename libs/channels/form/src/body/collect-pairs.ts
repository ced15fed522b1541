import { collectObject, isObject } from './collect-object.js';
import { MAX_FIELDS, type Collector } from './collect.js';
import type { Pair } from './urlencoded.js';

/** "fields[phone]", "meta[utm][source]": the brackets of PHP mean nesting for these only, elsewhere they are part of a name. */
const NESTED = /^(fields|consents|meta|antispam)((?:\[[^[\]]+\])+)(?:\[\])?$/;

/** Gathers names and values of an HTML form. */
export function collectPairs(pairs: Iterable<Pair>, collector: Collector): void {
  const tree = emptyObject();
  let nested = 0;
  for (const { name, value } of pairs) {
    const [, root, brackets] = NESTED.exec(name) ?? [];
    if (root && brackets) {
      // Gathered when all are here, so they are counted here as well.
      if ((nested += 1) > MAX_FIELDS) collector.refuseCount();
      insert(tree, [root, ...brackets.slice(1, -1).split('][')], value);
    } else if (name === 'idempotencyKey') collector.idempotencyKey(value);
    else if (collector.acceptsKey(name, name)) collector.field(name.replace(/\[\]$/, ''), value);
  }
  collectObject(tree, collector);
}

type Tree = Record<string, unknown>;

/** Without a prototype, so that every key is only a key. */
function emptyObject(): Tree {
  return Object.create(null) as Tree;
}

function insert(tree: Tree, path: readonly string[], value: string): void {
  let node = tree;
  for (const key of path.slice(0, -1)) {
    const next = node[key];
    node = isObject(next) ? (next as Tree) : (node[key] = emptyObject());
  }
  const last = path.at(-1) ?? '';
  const known = node[last];
  node[last] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
}
