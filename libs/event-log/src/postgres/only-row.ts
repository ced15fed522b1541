/** The one row that a call of a function returns. */
export function onlyRow<R>(rows: readonly R[]): R {
  const [row] = rows;
  if (row === undefined) throw new Error('a function of the log returned no row');
  return row;
}
