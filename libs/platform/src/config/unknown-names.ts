/** Warnings about `TRIBUTARY_*` names that mean nothing here, with the name that was probably meant. */
export function unknownNames(env: Readonly<Record<string, string | undefined>>, known: readonly string[]): string[] {
  const expected = new Set(known.flatMap((name) => [name, `${name}_FILE`]));
  return Object.keys(env)
    .filter((name) => name.startsWith('TRIBUTARY_') && !expected.has(name))
    .map((name) => {
      const meant = closest(name, known);
      return `${name} is no setting${meant === undefined ? '' : `; did you mean ${meant}?`}`;
    });
}

function closest(name: string, known: readonly string[]): string | undefined {
  const byDistance = known.map((candidate) => ({ candidate, edits: editDistance(name, candidate) }));
  const best = byDistance.reduce((a, b) => (b.edits < a.edits ? b : a));
  return best.edits <= 4 ? best.candidate : undefined;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
