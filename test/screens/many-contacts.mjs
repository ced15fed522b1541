/** Answers the list of contacts with so many made ones, page by page, as the API would. @param {import('playwright-core').Page} page @param {number} all */
export async function serveContacts(page, all) {
  await page.route('**/api/v1/contacts?*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    const [from, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit'))];
    const items = Array.from({ length: Math.min(limit, all - from) }, (_, index) => contactNumber(from + index));
    return route.fulfill({ json: { items, nextCursor: from + limit < all ? String(from + limit) : null } });
  });
}

/** @param {import('playwright-core').Page} page @param {number} all @returns {Promise<number>} the most rows that were in the page at once */
export async function scrollToTheEnd(page, all) {
  let most = 0;
  for (const until = Date.now() + 150_000; Date.now() < until; ) {
    most = Math.max(most, await page.locator('.row-link').count());
    if ((await page.getByText(`Клиент № ${all}`, { exact: true }).count()) > 0) return most;
    await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  }
  throw new Error('the end was not reached');
}

/** @param {number} index */
function contactNumber(index) {
  const at = new Date(Date.UTC(2026, 10, 20) - index * 60_000).toISOString();
  return { id: `c${index}`, revision: 1, accountId: 'a', channel: 'form', line: 'main', kind: 'form', externalId: String(index), occurredAt: at, receivedAt: at, identities: [], sender: { name: `Клиент № ${index + 1}` }, text: 'Сколько стоит доставка? '.repeat(1 + (index % 5)), lead: { id: 'l', managerId: null, status: 'open' } };
}
