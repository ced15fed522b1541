/**
 * The row of a query that always has one: an aggregate, a function call, a RETURNING.
 * @throws RangeError  there is none
 */
export function onlyRow<R extends object>(result: { rows: R[] }): R {
  const [row] = result.rows;
  if (!row) throw new RangeError('a query that always answers with a row answered with none');
  return row;
}
