import type pg from 'pg';
import { onlyRow } from '../database/only-row.js';
import type { Schema } from '../database/schema.js';

/** Definition of every object of a schema by its name, e.g. `column contact.id` → `uuid not null`. */
export type Catalogue = Map<string, string>;

/** Tables that migrating itself keeps. */
export const BOOKKEEPING = ['migrations', 'catalogue_fingerprint'];

/**
 * Reads what the schema is made of. Partitions are left out: they come and go while the service runs.
 * The client's search_path must be bare, since definitions are printed relative to it.
 */
export async function readCatalogue(client: pg.Client, schema: string): Promise<Catalogue> {
  const { rows } = await client.query<{ object: string; definition: string }>(QUERY, [schema, BOOKKEEPING]);
  return new Map(rows.map(({ object, definition }) => [object, definition]));
}

export async function hasTable(client: pg.Client, schema: Schema, table: string): Promise<boolean> {
  const found = await client.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM pg_class WHERE relname = $1 AND relnamespace = to_regnamespace($2)) AS found',
    [table, schema.name],
  );
  return onlyRow(found).found;
}

const QUERY = `
WITH relation AS (
  SELECT c.oid, c.relname, c.relkind, c.relpersistence FROM pg_class c
  WHERE c.relnamespace = to_regnamespace($1) AND NOT c.relispartition AND c.relname <> ALL ($2)
), base AS (SELECT * FROM relation WHERE relkind IN ('r', 'p'))
SELECT 'table ' || relname AS object, relkind::text || relpersistence::text AS definition FROM base
UNION ALL
SELECT 'column ' || b.relname || '.' || a.attname,
       format_type(a.atttypid, a.atttypmod)
       || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
       || CASE WHEN d.adbin IS NULL THEN '' ELSE ' default ' || pg_get_expr(d.adbin, d.adrelid) END
       || CASE WHEN a.attidentity = '' THEN '' ELSE ' identity ' || a.attidentity::text END
       || CASE WHEN a.attgenerated = '' THEN '' ELSE ' generated ' || a.attgenerated::text END
FROM base b JOIN pg_attribute a ON a.attrelid = b.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_attrdef d ON d.adrelid = b.oid AND d.adnum = a.attnum
UNION ALL
SELECT 'constraint ' || b.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
       || CASE WHEN k.convalidated THEN '' ELSE ' not validated' END
FROM base b JOIN pg_constraint k ON k.conrelid = b.oid
UNION ALL
SELECT 'index ' || i.relname, pg_get_indexdef(x.indexrelid) || CASE WHEN x.indisvalid THEN '' ELSE ' invalid' END
FROM base b JOIN pg_index x ON x.indrelid = b.oid JOIN pg_class i ON i.oid = x.indexrelid
UNION ALL
SELECT 'trigger ' || b.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
FROM base b JOIN pg_trigger t ON t.tgrelid = b.oid AND NOT t.tgisinternal
UNION ALL
SELECT 'view ' || relname, pg_get_viewdef(oid) FROM relation WHERE relkind IN ('v', 'm')
UNION ALL
SELECT 'sequence ' || r.relname, format_type(s.seqtypid, NULL) || ' increment ' || s.seqincrement
FROM relation r JOIN pg_sequence s ON s.seqrelid = r.oid
WHERE NOT EXISTS (SELECT FROM pg_depend d JOIN pg_class o ON o.oid = d.refobjid
                  WHERE d.objid = r.oid AND d.deptype IN ('a', 'i') AND o.relname = ANY ($2))
UNION ALL
SELECT 'type ' || t.typname, (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)
FROM pg_type t WHERE t.typnamespace = to_regnamespace($1) AND t.typtype = 'e'
UNION ALL
SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', pg_get_functiondef(p.oid)
FROM pg_proc p WHERE p.pronamespace = to_regnamespace($1) AND p.prokind IN ('f', 'p')
`;
