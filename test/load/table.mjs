/** @param {any} figures of {@link ./bench.mjs} @returns {string} */
export function tableOf({ machine, settings, footprint, intake, lead, routing, endToEnd, kafka, parse, mail, bombs, mailboxes, messengers }) {
  return [
    `${machine.cpus} × ${machine.cpu}, ${machine.memoryGiB} GiB, Node ${machine.node}, load average before ${machine.loadBefore.toFixed(1)}`,
    `PostgreSQL ${Object.entries(settings).map(([name, value]) => `${name} ${value}`).join(', ')}`,
    '',
    ...(footprint ? footprintLines(footprint) : []),
    ...(intake ? Object.entries(intake).flatMap(([name, one]) => intakeLines(name, one)) : []),
    ...(lead ? leadLines(lead) : []),
    ...(routing ? routingLines(routing) : []),
    ...(endToEnd ? endToEndLines('one process', endToEnd, 'goal 2500/s') : []),
    ...(kafka ? [...endToEndLines('over Kafka', kafka), ...laneLines(kafka.lanes)] : []),
    ...(parse ? parseLines(parse) : []),
    ...(mail ? mailLines(mail) : []),
    ...(bombs ? bombLines(bombs) : []),
    ...(mailboxes ? mailboxLines(mailboxes) : []),
    ...(messengers ? messengerLines(messengers) : []),
  ].join('\n');
}

/** @param {string} what @param {string} value @param {string} [goal] */
function line(what, value, goal = '') {
  return `${what.padEnd(52)} ${value.padEnd(34)} ${goal}`.trimEnd();
}

/** @param {import('./statistics.mjs').Spread} values @param {number} [digits] */
function of({ median, min, max }, digits = 0) {
  return `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
}

/** @param {any} footprint */
function footprintLines({ readyMs, idleRssMiB, firstStartMs }) {
  return [
    line('ready when installed, ms', of(readyMs), 'goal 3000'),
    line('ready for the first time, ms', firstStartMs.toFixed(0)),
    line('hub --target=all idle, MiB without PostgreSQL', of(idleRssMiB), 'goal 250'),
  ];
}

/** @param {string} name @param {any} one */
function intakeLines(name, { floor, product, ratio }) {
  const connections = name.replace(/\D+/, '');
  return [
    line(`intake, ${connections} connections, contacts/s`, of(product.contactsPerSecond)),
    line('  its floor', of(floor.contactsPerSecond)),
    line('  ratio', `${(ratio * 100).toFixed(0)} %`, 'goal 70 %'),
    line('  p95, ms; floor', `${of(product.latencyP95Ms, 1)}; ${of(floor.latencyP95Ms, 1)}`),
    line('  CPU s per 1,000: hub, PostgreSQL', `${product.cpuSecondsPer1000.program.median.toFixed(3)}, ${product.cpuSecondsPer1000.postgres.median.toFixed(3)}`),
    line('  CPU s per 1,000: floor, PostgreSQL', `${floor.cpuSecondsPer1000.program.median.toFixed(3)}, ${floor.cpuSecondsPer1000.postgres.median.toFixed(3)}`),
  ];
}

/** @param {any} routing */
function routingLines({ rules, managers, cpuSecondsPer1000, ratio, simulation }) {
  return [
    line('lead service without rules, one manager, CPU s per 1,000', of(cpuSecondsPer1000.plain, 3)),
    line(`  with ${rules} rules and ${managers} managers`, of(cpuSecondsPer1000.ruled, 3)),
    line('  ratio', `${(ratio * 100).toFixed(0)} %`, 'goal at most 120 %'),
    line(`simulation of 30 days, ${simulation.leads} leads, s`, simulation.seconds.toFixed(1), 'goal 10 s at 30,000'),
    line('  moved by the one rule, of those that it names', `${simulation.moved} of ${simulation.named}`, 'all of them'),
  ];
}

/** @param {any} lead */
function leadLines({ persons, contactsPerSecond, ratio, cpuSecondsPer1000 }) {
  const { product, ...floors } = contactsPerSecond;
  return [
    line(`lead service, ${persons} persons, contacts/s`, of(product)),
    ...Object.entries(floors).map(([name, one]) => line(`  its floor, ${name.replace(/\D+/, '')} a transaction`, of(one))),
    line('  ratio to the better floor', `${(ratio * 100).toFixed(0)} %`, 'goal 60 %'),
    line('  CPU s per 1,000: lead service', cpuSecondsPer1000.median.toFixed(3)),
  ];
}

/** @param {string} how @param {any} one @param {string} [goal] */
function endToEndLines(how, one, goal) {
  const perProcess = (/** @type {Record<string, number>} */ figures, /** @type {number} */ digits) =>
    Object.entries(figures).map(([name, figure]) => `${name} ${figure.toFixed(digits)}`).join(', ');
  return [
    line(`accepted to assigned, ${how}, ${one.offeredRate}/s for ${one.seconds} s`, one.sustained ? 'sustained' : 'NOT sustained', goal),
    line('  accepted/s; most waiting; growth/s', `${one.acceptedPerSecond.toFixed(0)}; ${one.mostWaiting}; ${one.backlogGrowthPerSecond.toFixed(1)}`),
    line('  answer p50, p95, p99, ms', `${one.latency.p50Ms}, ${one.latency.p95Ms}, ${one.latency.p99Ms}`),
    ...(one.highestSustainedRate === undefined ? [] : [line('  highest sustained rate', `${one.highestSustainedRate}/s`)]),
    line('  CPU s per 1,000', perProcess(one.cpuSecondsPer1000, 3)),
    line('  lost, twice, unassigned', `${one.lost}, ${one.twice}, ${one.unassigned}`, 'goal 0, 0, 0'),
    line('  peak memory, MiB', perProcess(one.peakRssMiB, 0)),
  ];
}

/** @param {any} lanes */
function laneLines({ bulkContacts, alone, beside, growth, bulkPerSecond }) {
  return [
    line('  live accepted to assigned p50, p95, ms', `${alone.p50Ms.toFixed(0)}, ${alone.p95Ms.toFixed(0)} (${alone.contacts} contacts)`),
    line(`  the same with ${bulkContacts} bulk in flight`, `${beside.p50Ms.toFixed(0)}, ${beside.p95Ms.toFixed(0)} (${beside.contacts} contacts)`),
    line('  p95 grows', `${growth.toFixed(2)} times`, 'goal below 2'),
    line('  bulk contacts/s meanwhile, and alone', `${bulkPerSecond.beside.toFixed(0)}, ${bulkPerSecond.alone.toFixed(0)}`),
  ];
}

/** @param {any} one */
function parseLines({ mix, kinds }) {
  const ratios = (/** @type {any} */ { readRatio, contactRatio }) => `${(readRatio * 100).toFixed(0)} %, ${(contactRatio * 100).toFixed(0)} %`;
  return [
    line('mails to the bare parser: readMail, toContacts', ratios(mix), 'goal 60 %'),
    ...Object.entries(kinds).map(([kind, one]) => line(`  ${kind} (${one.bareMs.median.toFixed(2)} ms bare)`, ratios(one))),
  ];
}

/** @param {any} one */
function mailLines({ lettersPerSecond, alone, firstFetch, peakRssMiB }) {
  const delays = (/** @type {any} */ { p50Ms, p95Ms, maxMs, letters }) => `${p50Ms.toFixed(0)}, ${p95Ms.toFixed(0)}, ${maxMs.toFixed(0)} (${letters} letters)`;
  return [
    line(`mail delivered to assigned, ${lettersPerSecond}/s, p50, p95, last, ms`, delays(alone), 'goal p95 1000'),
    line('  the same during the first fetch', delays(firstFetch.live), 'goal p95 1000'),
    line(`  first fetch of ${firstFetch.mails} mails, s; mails/s`, `${firstFetch.seconds.toFixed(1)}; ${firstFetch.mailsPerSecond.toFixed(0)}`),
    line(`  the newest ${firstFetch.visible} with a lead after, s`, `${firstFetch.visibleSeconds.toFixed(1)}, ${firstFetch.newestFirst ? 'newest first' : 'NOT newest first'}`),
    line('  CPU s per 1,000: hub; peak memory, MiB', `${firstFetch.cpuSecondsPer1000.toFixed(2)}; ${peakRssMiB}`),
  ];
}

/** @param {any} one */
function bombLines({ bombs, alone, beside, wrong }) {
  const times = (/** @type {any} */ { p50Ms, p95Ms, maxMs }) => [p50Ms, p95Ms, maxMs].map((ms) => ms.toFixed(0)).join(', ');
  const state = (/** @type {any} */ { eventLoop, rssMiB, peakRssMiB }) => `${eventLoop.p99Ms.toFixed(0)}, ${eventLoop.maxMs.toFixed(0)} ms; ${rssMiB}, ${peakRssMiB} MiB`;
  return [
    line('good mails alone: delivered to assigned p50, p95, last, ms', times(alone)),
    line(`  beside ${bombs} bombs`, times(beside), 'goal p95 below 1000'),
    line('  event loop p99, max; memory, peak: alone', state(alone)),
    line('  the same beside bombs', state(beside), 'goal max below 200 ms'),
    line('  bombs with a wrong outcome', String(wrong.length), 'goal 0'),
  ];
}

/** @param {any} messengers */
function messengerLines({ polled, webhooks }) {
  const times = (/** @type {any} */ { p50Ms, p95Ms, p99Ms, maxMs }) => [p50Ms, p95Ms, p99Ms, maxMs].map((ms) => ms.toFixed(1)).join(', ');
  return [
    line(`${polled.bots} bots polled: MiB more than one bot`, polled.addedMiB.toFixed(0), 'goal 100 MB'),
    line('  CPU share of a core', `${(polled.cpuShare * 100).toFixed(1)} %`),
    line(`${webhooks.rate} webhooks/s for ${webhooks.seconds} s: p50, p95, p99, last, ms`, times(webhooks.product), 'goal p99 100 or 3 × floor'),
    line('  the floor of intake at that rate', times(webhooks.floor)),
    line('  accepted of offered; lost; twice', `${webhooks.accepted} of ${webhooks.offered}; ${webhooks.lost}; ${webhooks.twice}`, 'none lost, none twice'),
  ];
}

/** @param {any} one */
function mailboxLines({ mailboxes, connecting, idle, mail, serverRestart, hubRestart, peakRssMiB }) {
  const seconds = (/** @type {number} */ ms) => (ms / 1000).toFixed(1);
  const late = (/** @type {any} */ { p99Ms, maxMs }) => `${p99Ms.toFixed(0)}, ${maxMs.toFixed(0)}`;
  return [
    line(`${mailboxes} mailboxes by TLS: MiB idle, peak`, `${idle.rssMiB}, ${peakRssMiB}`, 'goal 1000 MB'),
    line('  created, all in IDLE, s', `${seconds(connecting.createdMs)}, ${seconds(connecting.allIdleMs)}`),
    line(`  idle for ${idle.minutes} min: CPU ms per mailbox and minute`, idle.cpuMsPerMailboxPerMinute.toFixed(1)),
    line('  CPU share of a core: hub, PostgreSQL', `${(idle.cpuShareHub * 100).toFixed(1)} %, ${(idle.cpuSharePostgres * 100).toFixed(1)} %`),
    line('  transactions/s', idle.transactionsPerSecond.toFixed(1)),
    line('  file descriptors', `${idle.fileDescriptors} of ${idle.fileDescriptorLimit}`),
    line('  one mail each: delivered to assigned p50, p95, last, ms', `${mail.p50Ms.toFixed(0)}, ${mail.p95Ms.toFixed(0)}, ${mail.maxMs.toFixed(0)}`, 'goal 60000'),
    line('  server restart: all back, s; most connections in 1 s', `${seconds(serverRestart.allIdleMs)}; ${serverRestart.mostConnectionsInASecond}`),
    line('  hub restart: ended, ready, all in IDLE, s', `${seconds(hubRestart.stopMs)}, ${seconds(hubRestart.readyMs)}, ${seconds(hubRestart.allIdleMs)}`),
    line('  event loop p99, max, ms: connecting, idle, mail', [connecting, idle, mail].map(({ eventLoop }) => late(eventLoop)).join('; ')),
    line('  the same: server restart, hub restart', [serverRestart, hubRestart].map(({ eventLoop }) => late(eventLoop)).join('; ')),
  ];
}
