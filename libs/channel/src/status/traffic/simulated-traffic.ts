const { log, imul } = Math;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Contacts a day; half of the accounts bring few. */
const VOLUMES = [3, 6, 12, 25, 60, 150, 400];
/** Shares of a day's traffic by hour, of an office in UTC+3, of a shop that sells at night too. */
const OFFICE = [0, 0, 0, 0, 0, 2, 5, 9, 10, 10, 9, 8, 9, 9, 8, 6, 4, 2, 1, 0, 0, 0, 0, 0];
const SHOP = [2, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7, 6, 5, 4, 3, 2];

export interface SimulatedAccount {
  /** Sorted, ms. */
  readonly times: readonly number[];
}

/** A seeded source of numbers between 0 and 1 (mulberry32). */
export function randomSource(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Plausible traffic: each account has its volume, day and week, grows or shrinks, has better and worse days, and bursts
 * (a mailing, an advertisement) now and then.
 * @returns the accounts' contacts, from the beginning of the first day
 */
export function simulateTraffic(seed: number, accounts: number, from: number, days: number): SimulatedAccount[] {
  const random = randomSource(seed);
  return Array.from({ length: accounts }, (_, index) => ({ times: account(random, VOLUMES[index % VOLUMES.length]!, from, days) }));
}

function account(random: () => number, perDay: number, from: number, days: number): number[] {
  const shares = random() < 0.6 ? OFFICE : SHOP;
  const total = shares.reduce((sum, share) => sum + share, 0);
  const weekend = shares === OFFICE ? 0.05 + 0.15 * random() : 0.6 + 0.6 * random();
  const growthPerDay = 1 + (random() - 0.5) * 0.02;
  const times: number[] = [];
  for (let day = 0; day < days; day += 1) {
    const date = new Date(from + day * DAY_MS);
    const isWeekend = [0, 6].includes(date.getUTCDay());
    const level = perDay * growthPerDay ** day * (isWeekend ? weekend : 1) * gamma(random, 12);
    for (let hour = 0; hour < 24; hour += 1) {
      const burst = random() < 0.004 ? 2 + 4 * random() : 1;
      const mean = (level * shares[hour]! * burst * gamma(random, 6)) / total;
      for (let left = poisson(random, mean); left > 0; left -= 1) times.push(date.getTime() + (hour + random()) * HOUR_MS);
    }
  }
  return times.sort((a, b) => a - b);
}

/** Of mean 1; the smaller the whole shape, the wilder. */
function gamma(random: () => number, shape: number): number {
  let sum = 0;
  for (let each = 0; each < shape; each += 1) sum -= log(1 - random());
  return sum / shape;
}

function poisson(random: () => number, mean: number): number {
  let [count, time] = [0, -log(1 - random())];
  while (time < mean) {
    count += 1;
    time -= log(1 - random());
  }
  return count;
}
