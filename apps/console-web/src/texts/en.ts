/** English texts of the pages; `ru.ts` has the same keys or doesn't compile. */
export const en = {
  nav: {
    conversations: 'Conversations', office: 'Office', routing: 'Rules', desk: 'My board', people: 'People', notifications: 'My notifications',
    alarms: 'Alarms', custody: 'Custody', audit: 'Journal', menu: 'Menu', language: 'Language', colors: 'Colours',
    label: 'Main', skip: 'Skip to the content', home: 'Overview', leads: 'Leads', contacts: 'Contacts', connectors: 'Connectors',
    quarantine: 'Quarantine', managers: 'Managers', users: 'Users', unsent: 'An answer of yours has not reached the server yet. If you sign out, it is lost.', signOut: 'Sign out',
  },
  role: { admin: 'Administrator', operator: 'Operator', manager: 'Manager' },
  action: { close: 'Close', change: 'Change', copy: 'Copy', copied: 'Copied', copyByHand: 'Press Ctrl+C', cancel: 'Cancel', show: 'Show', reset: 'Reset', add: 'Add', save: 'Save', remove: 'Delete' },
  form: { more: 'More settings', unset: 'by itself', reveal: 'Show or hide', secretKept: 'Leave it empty to keep the present one.', eraseSecret: 'Erase it', helpPage: 'The provider’s page', onePerLine: 'One a line.', up: 'Up', down: 'Down', entry: 'Line {{number}}: {{detail}}' },
  list: { loading: 'Loading' },
  time: { now: 'just now', soon: 'in less than a minute' },
  size: { bytes: '{{count}} B', kilobytes: '{{count}} KB', megabytes: '{{count}} MB' },
  duration: { milliseconds: '{{count}} ms', seconds: '{{count}} s', minutes: '{{count}} min', hours: '{{count}} h' },
  feed: { lost: 'No connection to the server: what you see may be out of date. Connecting again…' },
  error: {
    unknown: 'Something went wrong. Try again; if it repeats, tell your administrator.', again: 'Try again',
    noAnswer: 'The server does not answer. Check the network and try again.',
  },
  notFound: { title: 'There is no such page', home: 'To the overview' },
  signIn: {
    title: 'Sign in', email: 'Email', password: 'Password', submit: 'Sign in',
    noUsers: 'There is no user yet. Open the set-up link that Tributary printed when it started: it makes the first administrator.',
  },
  setup: {
    title: 'Welcome to Tributary', text: 'Make the first administrator. The link works once; after this you sign in with email and password.',
    name: 'Your name', email: 'Email', password: 'Password', passwordHint: 'At least 8 characters; a few words are better than a riddle', submit: 'Create and sign in',
    noToken: 'The address lacks its token. Open the whole link that Tributary printed when it started.',
  },
  home: {
    which: 'Which ones', allConnectors: 'All connectors: {{count}}', stepConnector: 'Add a connector', stepConnectorText: 'A mailbox or a web form: it takes two minutes.',
    title: 'Overview', accepted: 'Contacts accepted', leads: 'Leads opened', joined: 'Joined open leads', notLeads: 'Not leads',
    quarantined: 'In quarantine', unaccounted: 'Unaccounted', repeats: 'Repeats', revisions: 'Revisions', unknown: 'unknown',
    unaccountedGood: 'Every contact is accounted for', unaccountedBad: 'Contacts older than a minute without a lead, a reason or quarantine: tell your administrator',
    partial: 'A part of the hub does not answer; figures shown as unknown are not zero.',
    waiting: 'Waiting for a manager', waitingNone: 'Nobody is waiting.', mine: 'Your open leads', mineNone: 'You have no open leads. New ones appear here by themselves.', all: 'All leads',
    steps: 'First steps', stepManager: 'Add a manager', stepManagerText: 'Leads need somebody to go to.',
    stepPost: 'Send a test request', stepPostText: 'By the curl line beside the form: the lead appears here at once.', done: 'done',
  },
  contacts: {
    title: 'Contacts', search: 'Search', searchHint: 'name, phone, email, words', channel: 'Channel', anyChannel: 'Any channel', account: 'Connector', anyAccount: 'Any connector',
    since: 'Since', empty: 'No contacts yet', emptyText: 'Everything that customers send appears here: add a connector and send it something.', emptyAction: 'Add a connector',
    emptyManager: 'Contacts of your leads appear here by themselves.', nothing: 'Nothing found', nothingText: 'No contact matches these filters.', nobody: 'No name', noText: '(no text)', person: 'Contacts of one person',
  },
  contact: {
    candidates: 'Candidates:', candidate: '{{number}} (score {{score}})', wasLead: 'This was a lead', isLead: 'It is a lead now.', assign: 'Say whose it is', assigned: 'It belongs to that person now.',
    text: 'Text', showHtml: 'As the sender formatted it', hideHtml: 'Hide the formatted mail',
    title: 'Contact', back: 'All contacts', facts: 'What came', who: 'Who', what: 'What became of it', why: 'Why so', custody: 'Its way', attachments: 'Attachments',
    channel: 'Channel', line: 'Line', occurred: 'Sent', received: 'Received', edited: 'Edited by the sender', unreadable: 'Unreadable characters (the bytes that came are kept)', externalId: 'Id at the source', revision: 'Revision', company: 'Company',
    verified: 'verified', stated: 'stated by the sender', person: 'Person', noPerson: 'Not joined to a person.', history: 'All contacts of this person', lead: 'Lead', openLead: 'Contacts of this lead', notLead: 'Not a lead: {{reason}}',
    pending: 'Not decided yet: usually it takes under a second. If it stays so, look at the overview.', fields: 'Fields of the form', consents: 'Consents', given: 'given', notGiven: 'not given', source: 'Where from', page: 'Page', referrer: 'Referrer', noDecision: 'No decision yet.',
  },
  custody: { received: 'Received', published: 'Passed on', matched: 'Matched', assigned: 'Assigned', crm: 'In the CRM', notified: 'Manager notified', seen: 'Seen' },
  identity: { phone: 'Phone', email: 'Email', telegram: 'Telegram', vk: 'VK' },
  kind: { message: 'Message', call: 'Call', form: 'Form', order: 'Order', client: 'Client record' },
  channel: { form: 'Web form', api: 'API', email: 'Mail', telegram: 'Telegram', vk: 'VK', viber: 'Viber', whatsapp: 'WhatsApp', site_chat: 'Site chat' },
  reason: { probe: 'a probe', spam: 'spam', excluded: 'excluded address', colleague: 'a colleague', bounce: 'undelivered mail', 'auto-reply': 'automatic reply', list: 'mailing list', report: 'automatic report', own: 'our own message', 'group-chatter': 'talk of a group, not with us', 'channel-post': 'a post of a channel', 'service-message': 'a service message', 'chat-migrated': 'a group became a supergroup', 'empty-message': 'a message without content', 'anonymous-admin': 'a group’s own administrator', 'another-bot': 'another bot', 'bot-blocked': 'blocked the bot', 'bot-unblocked': 'started the bot again', 'bot-membership': 'the bot’s place in a group', 'bot-removed': 'the bot was removed from a group', 'bot-muted': 'the bot may no longer write in a group', 'member-change': 'somebody came or left', 'join-request': 'a wish to join a chat', reaction: 'a reaction', poll: 'a poll', 'inline-query': 'a search by the bot’s name', boost: 'a boost of a chat', 'business-connection': 'a business account was connected', 'messages-deleted': 'messages were deleted', 'unknown-update': 'an event of a new kind', 'messages-denied': 'wants no messages from us', 'messages-allowed': 'allowed our messages', read: 'read what we wrote', typing: 'is typing', payment: 'a payment inside the network', 'app-data': 'data of an app', 'community-activity': 'something happened in the community', 'comments-off': 'a comment, which the account doesn’t take', client: 'client record', repeat: 'repeat request' },
  leads: {
    byHand: 'Enter a lead', create: 'Enter', created: 'The lead is entered.', name: 'Name', phone: 'Phone', email: 'Email', company: 'Company', text: 'What it is about', toPool: 'Anybody who takes it',
    title: 'Leads', open: 'Open', closed: 'Closed', any: 'All', status: 'Status', manager: 'Manager', anyManager: 'Any manager', empty: 'No leads here', emptyText: 'A lead appears when a customer writes for the first time. Add a connector, or choose another status above.',
    emptyManager: 'Leads that are yours or wait for anybody appear here by themselves.', pool: 'Waiting for a manager', contacts: 'Contacts: {{count}}', opened: 'opened', take: 'Take', transfer: 'Transfer', close: 'Close', taken: 'The lead is yours.', transferred: 'The lead was transferred.',
    closedNow: 'The lead is closed.', transferTitle: 'Transfer the lead', transferTo: 'To whom', closeTitle: 'Close the lead', outcome: 'How it ended', note: 'Note', noManagers: 'There is no other manager. Add one first.', nobody: 'No name',
  },
  desk: {
    title: 'My board', mine: 'Mine', mineEmpty: 'Nothing is yours right now', mineEmptyText: 'Leads that you are given appear here by themselves.', waiting: 'Waiting for anybody', waitingEmpty: 'Nobody waits', waitingEmptyText: 'Every open lead has a manager.',
    oldest: 'the oldest', begin: 'I’m on it', more: 'And {{count}} more wait.', answerBy: 'Answer', people: 'Who is there', openLeads: 'Open leads: {{count}}', tasks: 'Tasks', hands: 'Who had it',
  },
  waitingFor: { held: 'until the line opens', queue: 'for somebody to be free', claim: 'offered to several', pool: 'for anybody' },
  dueFor: { opening: 'Opens', take: 'To be taken', owner: 'Its manager is waited for' },
  away: { left: 'Has left', paused: 'Pause', absent: 'Away', 'off-shift': 'Off shift', 'signed-out': 'Signed out' },
  presence: {
    title: 'Presence', change: 'Change presence', status: 'From now on', here: 'Here', auto: 'As usual', available: 'Here, also without this page', pause15: 'Pause for 15 minutes', pause60: 'Pause for an hour', paused: 'Pause', absent: 'Away',
    until: 'Until', untilHint: 'Empty: until you say otherwise.', substitute: 'Stands in', nobody: 'nobody', saved: 'Leads go by it from now on.',
  },
  task: {
    add: 'Add a task', kind: 'What', text: 'Text', dueAt: 'When', create: 'Add', added: 'The task is added.', empty: 'Nothing to do', emptyText: 'Calls to return and reminders appear here.', due: 'due', wasDue: 'was due', done: 'Done', ended: 'The task is done.', result: 'Result', again: 'Try again at',
  },
  taskKind: { reminder: 'Reminder', 'call-back': 'Call back', 'repeat-call': 'Call again' },
  routing: {
    title: 'Rules', text: 'Who gets which lead. Rules are asked in their order; a person’s own manager comes before them unless a rule says otherwise.', add: 'Add a rule', edit: 'Change the rule', empty: 'No rules yet', emptyText: 'Without rules a lead goes to the person’s own manager, else to the manager of their company, else to the line’s queue.',
    unsaved: 'These changes don’t count yet. Try them below, then save.', discard: 'Discard', saved: 'The rules count from now on.', save: 'Save the rules', note: 'What is new', noteHint: 'Your colleagues see it beside the version.', loadNewer: 'Load the newer rules; mine are lost',
    mode: 'Which rule decides', first: 'The first that holds', all: 'Of all that hold the first whose target has somebody', enabled: 'Counts', up: 'Up', down: 'Down', remove: 'Delete', name: 'Name', when: 'When all of this holds', always: 'Always.', addCondition: 'Add a condition', removeCondition: 'Remove the condition',
    field: 'What', op: 'How', value: 'Value', values: 'Values', valuesHint: 'Several with commas.', wordsHint: 'Whole words, with commas; “return*” stands for all that begin so.', from: 'From', to: 'To', days: 'Days', expression: 'Expression (CEL)', expressionHint: 'For example: sum > 1000.0 && "doors" in categories', nothingThere: 'There is nothing to choose yet.',
    target: 'Then the lead goes to', toQueue: 'queue: {{name}}', toManager: 'manager: {{name}}', toHead: 'head of: {{name}}', toPool: 'the open pool', skills: 'Skills needed', skillsHint: 'With commas; only those who have all of them are asked.', beforeOwner: 'Also when the person has a manager of their own', keep: 'Take over',
    versions: 'Versions', whatChanged: 'What changed', bringBack: 'Bring back', nothingChanged: 'Nothing but order or managers of connections.',
  },
  routingField: {
    channel: 'Channel', account: 'Connection', line: 'Line', text: 'Words in the text', sum: 'Sum', category: 'Category', person: 'Person', company: 'Company', phone: 'Phone', country: 'Country (RU, KZ)', region: 'Region (RU-MOW)', language: 'Language (ru, en)', hours: 'Line’s hours', time: 'Time', utm_source: 'UTM source', utm_campaign: 'UTM campaign', page: 'Page', cel: 'Expression',
  },
  routingOp: { in: 'is', 'not-in': 'is not', contains: 'contains', has: 'has', 'has-not': 'has not', 'at-least': 'at least', below: 'below', 'starts-with': 'starts with', 'not-starts-with': 'does not start with', within: 'within', outside: 'outside' },
  routingPerson: { known: 'known', new: 'new', vip: 'VIP', 'not-vip': 'not VIP' },
  routingHours: { open: 'open', closed: 'closed' },
  ruleChange: { added: 'New:', removed: 'Deleted:', moved: 'Moved:', changed: 'Changed:' },
  ruleOutcome: { matched: 'holds', 'not-matched': 'does not hold', disabled: 'switched off', 'not-reached': 'not asked any more' },
  simulator: {
    title: 'Try it', text: 'Leads of the last days through the rules that count and through what stands above. Presence follows schedules; everybody else counts as there.', days: 'Days', play: 'Play', contact: 'One contact', contactHint: 'Its address or id.', one: 'Explain', now: 'Now', draft: 'As above',
    result: 'Leads: {{leads}}. Go elsewhere: {{moved}}.', waited: 'Waited', waits: '{{count}}; half of them up to {{median}} min, at most {{longest}} min', waiting: 'Waiting still', condition: 'condition {{number}}',
  },
  talk: {
    title: 'Conversations', one: 'Conversation', chooseTitle: 'Choose a conversation', chooseText: 'What was said stands here, and the place to answer.', search: 'Search', searchHint: 'name, words', show: 'Show', nothing: 'Nothing found', nothingText: 'No conversation has these words.', empty: 'No conversations here', more: 'More', unread: 'unread: {{count}}', pinned: 'pinned', finished: 'finished',
    thread: 'What was said', earlier: 'Earlier ones', noItems: 'Nothing was said yet.', newBelow: 'New messages', toEnd: 'To the newest', today: 'Today', wholeText: 'Show all of it', shorten: 'Show less', openContact: 'All about this contact', edited: 'edited', unreadable: 'unreadable characters: {{number}}', automatic: 'Automatic answer: {{kind}}', noteOnly: 'only colleagues see this', itself: 'Tributary', enlarge: 'Show {{name}} larger', you: 'You',
    settle: 'The provider’s answer was lost. Did it arrive? The customer’s side or a colleague can tell.', arrived: 'It arrived', didNotArrive: 'It did not', lost: 'not sent to the server', refused: 'refused', putBack: 'Change it', fileUnreadable: '“{{name}}” can’t be read any more: choose the file again.',
    mode: 'Who sees it', reply: 'Answer', note: 'Note', openUntil: 'One can answer until', replyLabel: 'Your answer', replyHint: 'Your answer. Enter sends, Shift+Enter makes a new line.', noteLabel: 'Your note', noteHint: 'A note for colleagues. The customer will not see it.', addNote: 'Keep the note', send: 'Send', left: 'characters left: {{count}}', tooLong: 'too long by {{count}}: shorten it, or send two answers',
    attach: 'Files', fileLimits: 'At most {{count}} at once: up to {{size}} each, {{all}} together.', filesTogether: 'Together {{size}}.', filesTooLarge: 'Together the files are larger than {{size}}: send them in several answers, or put them into a cloud and send a link.', removeFile: 'Take out {{name}}', groupWarning: 'This is a group: everybody in it will read the answer.', program: 'A program', noFiles: 'No files can be sent this way. Take them out, or send a link.', tooManyFiles: 'At most {{count}} at once. Take some out and send them after.', emptyFile: '“{{name}}” is empty: take it out.', fileTooLarge: '“{{name}}” is larger than {{size}} and can’t be sent: take it out, put it into a cloud and send a link.',
    cantAnswer: 'No answer can be sent here', instead: 'Call, or write by another way. Notes for colleagues can be kept here all the same.', otherWays: 'Phones and addresses: {{name}}', actions: 'Actions', invite: 'Invite a colleague', leave: 'Leave', leftNow: 'You have left the conversation.', pin: 'Pin on top', unpin: 'Unpin', finish: 'Finish', finishedNow: 'Finished. The customer’s next message opens it again.', reopen: 'Open again', reopenedNow: 'It is open again.',
    transferTitle: 'Transfer the conversation', transferText: 'The lead goes to somebody else, with all that was said.', inviteTitle: 'Invite a colleague', inviteText: 'They will see the conversation and may answer; the lead stays where it is.', inviteWhom: 'Whom to invite', inviteNobody: 'Everybody who could be invited is in the conversation already. Whoever is missing has no manager’s record, or has left: an administrator adds them under “Managers”.', invited: 'Your colleague sees it now.', with: 'with {{names}}',
  },
  talkKind: { group: 'group', channel: 'channel', comments: 'comments' },
  sentIn: { telegram: 'sent in Telegram', vk: 'sent in VK', email: 'sent in a mail program', other: 'sent elsewhere' },
  gone: { conversation: 'Another manager has this conversation now', lead: 'Another manager has this lead now', text: 'There is nothing left to do for you here. If you are needed, you will be invited.' },
  talkShown: { open: 'Open', mine: 'Mine', unread: 'Unread', finished: 'Finished' },
  talkEmpty: { open: 'Whoever writes by a messenger, mail or form appears here by themselves.', mine: 'Conversations of your leads appear here by themselves.', unread: 'You have seen everything.', finished: 'What you finish is kept here.' },
  talkLast: { reply: 'We', own: 'We', note: 'Note', event: 'Event' },
  talkEvent: { joined: '{{who}} invited {{whom}}', left: '{{whom}} is no longer in the conversation', transferred: '{{who}} transferred the lead: {{whom}}', finished: '{{who}} finished the conversation', reopened: 'The conversation is open again', returned: 'The customer wrote again: the conversation is open' },
  replyState: { queued: 'waits', sending: 'under way', sent: 'sent', delivered: 'delivered', read: 'read', failed: 'not sent', unknown: 'not known whether it was sent' },
  automaticKind: { greeting: 'greeting', 'out-of-hours': 'out of hours', 'on-it': 'we are on it' },
  canned: {
    title: 'Canned answers', text: 'Texts to answer with. {name}, {manager} and {line} stand for the customer’s first name, yours and the line’s.', add: 'Add an answer', empty: 'No canned answers yet', emptyText: 'What you write often can be kept, and put into an answer in two clicks.', nothing: 'Nothing found', all: 'All canned answers', shared: 'for everybody', own: 'mine', removeTitle: 'Delete “{{name}}”?',
    name: 'Name', nameHint: 'By which you find it.', answer: 'Text', answerHint: '{name}: the customer’s first name, {manager}: yours, {line}: the line’s.', anyLine: 'any', isShared: 'For everybody',
  },
  lineAnswers: {
    greeting: 'Automatic: greeting', greetingHint: 'To whoever writes for the first time, in working hours. {name} is the customer’s first name: “Hello, {name}!”; who gave none reads “Hello!” Empty: none.', outOfHours: 'Automatic: out of hours', outOfHoursHint: 'Once in each closed time, in place of the greeting. {name} is the customer’s first name. Empty: none.', onIt: 'Automatic: “we are on it”', onItHint: 'Once, when nobody has answered for so long. {name} is the customer’s first name. Empty: none.', onItMinutes: 'After so many minutes', onItMinutesHint: 'Of working time.',
  },
  help: {
    title: 'Where to find it', here: 'here',
    telegramFind: 'In Telegram, look for @BotFather: the one with the tick.', telegramNew: 'A new bot: send /newbot and answer its two questions. A bot that is there: send /mybots and choose it.', telegramToken: 'Press “API Token”.', telegramCopy: 'Copy the whole line, with the number before the colon.',
    vkManage: 'On your community’s page: Manage, then API usage.', vkMenu: 'Manage', vkApi: 'API usage', vkTokens: 'Access tokens: create one and allow messages, management, photos and documents.', vkTokensTab: 'Access tokens', vkCreate: 'Create token', vkMessages: 'Messages', vkManagement: 'Management', vkPhotos: 'Photos', vkDocuments: 'Documents', vkCallback: 'So that VK calls the hub: from Callback API take the confirmation string and the secret key.', vkConfirmation: 'String to be returned', vkSecret: 'Secret key', vkLongPoll: 'So that the hub asks VK: switch Long Poll API on.', vkEnabled: 'Enabled',
  },
  office: {
    title: 'Office', text: 'Among whom leads are shared out, when lines are open, and who is asked when nobody takes a lead.', queues: 'Queues', lines: 'Lines', departments: 'Departments', calendars: 'Production calendar',
    id: 'Short name', idHint: 'Latin letters, digits, - and _; it can’t be changed later.', name: 'Name', saved: 'Saved; it counts from now on.', nobody: 'nobody yet', none: 'none', addQueue: 'Add a queue', strategy: 'Who is next', members: 'People', shares: 'Shares', sharesHint: 'Who gets more turns: “Anna 2, Boris 3”. Empty: one each.',
    takeMinutes: 'Minutes to take a lead', takeHint: 'In working time; then the next is asked, then the head, then anybody. Empty: no limit.', takeWithin: 'to be taken in {{minutes}} min', overflow: 'When nobody can', waits: 'the lead waits', department: 'Department',
    addLine: 'Add a line', timeZone: 'Time zone', queue: 'Queue', open: 'Open', always: 'always', byHours: 'by the hours below', dayHint: 'As 09:00–13:00, 14:00–18:00; empty is closed.', calendar: 'Production calendar', exceptions: 'Other days', exceptionsHint: 'As 2026-12-31: 10:00–15:00; 2027-01-08: (nothing behind the date is closed).',
    outOfHours: 'Out of hours', onDuty: 'On duty: {{name}}', otherLine: 'The line “{{name}}” answers', patience: 'Wait for somebody’s own manager, minutes', patienceHint: 'When they are away. Empty: don’t wait.', answer: 'Minutes to answer', answerHint: 'In working time; then the manager and the head are told.', callBack: 'Minutes to return a missed call', callBackHint: 'In working time; a task is made.',
    alwaysOpen: 'Always open ({{zone}})', openings: 'Next ({{zone}}):', addDepartment: 'Add a department', head: 'Head', headIs: 'Head: {{name}}', noHead: 'no head', year: 'Year', notKnown: 'not complete yet', changed: 'changed', noDays: 'Only the holidays of the Labour Code are known of this year: enter the days that are moved when the decree is out.', kind: 'Kind', date: 'Date', addDay: 'Add the day', reset: 'Take changes back',
  },
  strategy: { even: 'in turn', strict: 'the first in order who can', random: 'at random', 'least-loaded': 'who has the fewest leads', all: 'offered to all at once' },
  outOfHours: { assign: 'As ever', hold: 'Leads wait for the line to open', duty: 'Somebody is on duty', line: 'Another line answers' },
  dayKind: { off: 'day off', short: 'an hour shorter', work: 'working day' },
  presenceBy: { always: 'always there (also by phone)', 'signed-in': 'while the console is open', schedule: 'by their schedule' },
  leadStatus: { open: 'Open', closed: 'Closed', merged: 'Merged' },
  outcome: { won: 'Won', lost: 'Lost', other: 'Other' },
  connectors: {
    since: 'Since', traffic: 'Traffic', actions: 'Actions: {{name}}', probe: 'Send a probe', probed: 'The probe arrived in {{count}} ms.', reconcile: 'Look for what is missing', reconcileText: 'The provider is asked what came in this time; what is missing here is fetched.', backfill: 'Fetch again', backfillText: 'What the provider has of this time is counted and fetched again. What is known stays as it is.', fetch: 'Fetch', fetching: 'It has begun; the page shows how far it is.', from: 'From', to: 'To', contacts: 'Its contacts', fix: 'Check and save', toQuarantine: 'To quarantine', catchingUp: 'Filling the gap of an outage: {{done}} of {{announced}}', waiting: 'waiting: {{count}}', beats: 'Contacts in the last 24 hours: {{count}}', webhook: 'Address for the provider', webhookText: 'Give this address to the provider; it calls it for each contact.', vkWebhookText: 'If the token may manage the community, VK knows this address already. If not, enter it: Manage, API usage, Callback API.', asksText: 'There is nothing to enter anywhere: the connector asks {{channel}} by itself.', toldText: 'There is nothing to enter anywhere: {{channel}} knows already where to call.', tryIt: 'Try it: write from a phone, as a customer would', tryItThen: 'A second later the message is in', formText: 'Paste one of these into your site, then send the test request.', script: 'Script: shows the form by itself',
    title: 'Connectors', add: 'Add a connector', name: 'Name', line: 'Line',
    empty: 'No connectors yet', emptyText: 'A connector is a way by which customers reach you. Add a mailbox or a web form: it takes two minutes.', credential: 'Credentials', consumer: 'Receiving',
    last: 'Last contact', never: 'none yet', failure: 'Latest failure', address: 'Address of the form', curl: 'Test request', html: 'Snippet for your site', show: 'How to connect', today: 'accepted today: {{count}}', repeats: 'repeats: {{count}}', notUnderstood: 'not understood: {{count}}', quarantined: 'in quarantine: {{count}}',
    check: 'Check', settings: 'Settings', mend: 'Put it right in the settings', checked: 'All is well: {{title}}.', nextTry: 'Next try:',
    removeTitle: 'Delete “{{name}}”?', removeText: 'Receiving ends and the password is erased. Contacts and leads stay.', removed: '“{{name}}” was deleted.',
    allWell: 'All connectors work', notYetKnown: 'Connectors of which nothing is known yet: {{count}}', trouble: 'Need attention: {{count}} of {{total}}',
    search: 'Name', state: 'State', any: 'All', troubled: 'Need attention', nothing: 'Nothing found', nothingText: 'No connector matches these filters.',
    customerName: 'Anna', customerText: 'Please call me back', sendLabel: 'Send', nameLabel: 'Name', phoneLabel: 'Phone', messageLabel: 'Message',
  },
  fact: { plausible: 'as usual', learning: 'learning', 'too-quiet': 'too quiet', 'too-much': 'too much', valid: 'accepted', invalid: 'rejected', missing: 'settings are wrong', alive: 'working', stalled: 'not answering, trying again', stopped: 'stopped', unknown: 'not known yet' },
  quarantine: {
    state: 'State', nothing: 'Nothing here', look: 'Look at them', ofOneCause: 'Only payloads of one cause are shown.', reopen: 'Take back', reopened: 'It waits in quarantine again.', raw: 'Raw bytes', asText: 'As text', asHex: 'As numbers', download: 'Save the file', truncated: 'Only the beginning is shown: save the file to see all of it.',
    title: 'Quarantine', text: 'What could not be understood or stored, with its raw bytes. After the cause is mended, replay it: nothing is made twice.', empty: 'Quarantine is empty', emptyText: 'Everything that came was understood.',
    count: '{{count}}', tryAll: 'Try all', tried: 'Understood now: {{understood}}, still not: {{left}}.', replayAll: 'Replay all', replayedAll: 'Replayed: {{understood}}, not understood: {{left}}.', dismiss: 'Put away', reason: 'Why', reasonHint: 'Your colleagues will see it. The bytes stay, and it can be undone.', dismissed: 'Put away: {{count}}.',
    replay: 'Replay', replayed: 'Replayed.', stage: 'Stage', seen: 'came {{count}} times',
  },
  quarantineStatus: { open: 'waiting', replayed: 'replayed', dismissed: 'dismissed' },
  managers: { skills: 'Skills', skillsHint: 'With commas, as rules ask for them.', capacity: 'Open leads at most', capacityHint: 'Empty: any number.', presenceBy: 'When they are there', notifications: 'Notifications', leave: 'Has left', left: 'has left', leaveText: 'No more leads go there; those that are there stay until somebody transfers them.', title: 'Managers', add: 'Add a manager', name: 'Name', email: 'Email', create: 'Add', created: '{{name}} now gets leads in turn with the others.', empty: 'No managers yet', emptyText: 'Leads wait in the pool until there is somebody to take them. Add the first manager.' },
  users: {
    people: 'People',
    title: 'Users', text: 'Who may sign in here. A manager sees the leads of the record chosen beside the name, and those that wait for anybody.', add: 'Add a user', name: 'Name', email: 'Email', role: 'Role', manager: 'Manager’s record', noManager: 'none', password: 'Password',
    passwordHint: 'At least 8 characters. Hand it over yourself; it is not sent anywhere.', create: 'Add', created: '{{name}} can sign in now.', disable: 'Disable', enable: 'Enable', disabled: 'disabled', newPassword: 'New password', removeTitle: 'Delete {{name}}?', removeText: 'Sessions end at once. What the user did stays in the audit.',
    you: 'you',
  },
  colors: {
    light: 'Light', dark: 'Dark', auto: 'As the system',
  },
  health: {
    ok: 'works', attention: 'look into it', broken: 'broken', unknown: 'not known yet',
  },
  factName: {
    health: 'All together', credential: 'Credentials', consumer: 'Receiving', traffic: 'Traffic', quarantine: 'Quarantine',
  },
  cause: {
    'credentials-refused': 'credentials refused', 'settings-incomplete': 'settings incomplete', 'not-run': 'no process runs it', 'not-answering': 'the source does not answer', 'too-quiet': 'too quiet', 'too-much': 'too much', 'not-understood': 'not understood', unaccounted: 'unaccounted contacts',
  },
  job: {
    backfill: 'Fetched again', reconcile: 'Looked for what was missing', 'catch-up': 'Gap of an outage', replay: 'Read anew',
  },
  jobState: {
    waiting: 'waiting', running: 'running', done: 'done', failed: 'failed', interrupted: 'interrupted',
  },
  stage: {
    parse: 'reading', store: 'storing',
  },
  fieldType: {
    text: 'Text', name: 'Name', phone: 'Phone', email: 'Email', textarea: 'Long text', select: 'Choice', checkbox: 'Tick', hidden: 'Hidden', file: 'File',
  },
  account: {
    which: 'Which connector?', whichText: 'A connector is a way by which customers reach you.', title: 'New connector: {{channel}}', nameHint: 'As your colleagues will see it.', checkAndAdd: 'Check and add', checkAndSave: 'Check and save', addAnyway: 'Add without checking', saveAnyway: 'Save without checking', connected: 'It is connected: {{title}}', added: '“{{name}}” is added.', saved: 'The settings are saved.', history: 'History', noHistory: 'Nothing has changed yet.', jobs: 'Fetched again', noJobs: 'Nothing was fetched again yet. After an outage the gap is filled by itself and stands here.', when: 'When', fact: 'What', job: 'What', window: 'Time', announced: 'Announced', fetched: 'Fetched', stored: 'New', gap: 'Gap of an outage',
  },
  channelText: {
    email: 'Address and password are enough: the server is found by itself. You answer from here, by the same address. Nothing in the mailbox is touched: nothing deleted, moved or marked as read.', form: 'A form for your site with its own address; it works without any script.', api: 'Your own program hands contacts in.', telegram: 'A bot that customers write to. Its token is enough.', vk: 'A community that customers write to: its messages and comments.',
  },
  targetKind: {
    mail: 'Mail', telegram: 'Telegram', webhook: 'Webhook',
  },
  delivery: {
    waiting: 'waiting', sent: 'sent', 'given-up': 'given up', 'way-removed': 'its way was removed', 'not-through-itself': 'passed over: it is the one that failed',
  },
  noticeKind: {
    opened: 'New lead', joined: 'Wrote again', transferred: 'Transferred', assigned: 'A lead that waited', escalated: 'Not taken in time', offered: 'Who takes it?', reminded: 'Reminder', taken: 'Taken', closed: 'Closed', replied: 'Answered', 'reply-changed': 'An answer did not arrive', noted: 'Note',
  },
  notices: {
    title: 'Notices', unseen: 'New notices: {{count}}', none: 'Nothing yet: what happens to your leads appears here.', new: 'new', desktop: 'Show on this computer',
  },
  notifications: {
    of: 'Notifications: {{name}}', text: 'You are told of your leads here, at the bell. Besides, wherever you like.', noManager: 'You are no manager', noManagerText: 'Leads go to managers. An administrator can join your user with a manager’s record on the page of users.',
    ways: 'Where else', noWays: 'Here only', noWaysText: 'Add your mail address, your chat with the bot, or a webhook.', noSender: 'Some of these can’t be used yet: an administrator has to enter the mail server or the bot.', chatIdHint: 'Your number in Telegram. Press Start in the chat with the company’s bot first, or it may not write to you.',
    when: 'What and when', kinds: 'What', timeZone: 'Time zone', quiet: 'Quiet hours', quietHint: 'What comes meanwhile is sent when they are over.', from: 'From', to: 'To', days: 'On days', digestAfter: 'One message for more than', digestHint: 'When more than so many wait, they come as one message.', saved: 'Saved.',
    deliveries: 'Sent lately', senders: 'Mail server and bot', sendersText: 'By these all managers are told. Alarms have their own.', removeSender: 'Managers are told nothing by it until another one is entered.',
  },
  alarms: {
    title: 'Alarms', text: 'Whom to tell when a connector is not well: once a cause, and again when it is over.', targets: 'Where alarms go', 'add-mail': 'Add mail', 'add-telegram': 'Add Telegram', 'add-webhook': 'Add a webhook', noTargets: 'Nobody is told yet', noTargetsText: 'Add a mail address, a Telegram chat or a webhook: best two of them, in case one fails as well.', list: 'Alarms so far', none: 'There was no alarm yet.', open: 'open', resolved: 'over', told: 'told', test: 'Send a test', tested: 'The test was taken: look whether it arrived.', lastSent: 'last sent', saved: 'Saved. Send a test to be sure.', removeText: 'No more alarms go there.', name: 'Name', nameHint: 'For you: “Duty”, “Chat of the operators”.', token: 'Bot token', tokenHint: 'From @BotFather.', chatId: 'Chat', chatIdHint: 'The chat’s number, or @name of a channel. The bot must be a member.', apiRoot: 'API address', url: 'Address', secret: 'Secret', secretHint: 'whsec_ and base64 of 24 bytes or more (Standard Webhooks).', to: 'To', from: 'From', host: 'Mail server (SMTP)', hostHint: 'Best another one than the mailbox that is watched.', port: 'Port', secure: 'TLS from the first byte', secureHint: 'Usually with port 465. Otherwise STARTTLS where the server offers it.', user: 'User',
  },
  finding: {
    'not-handled': 'A contact is not with the leads', 'revision-behind': 'An older revision is with the leads', 'gone-from-intake': 'A received contact is gone', 'count-differs': 'The count differs', 'gone-from-log': 'A record of the log is gone', 'part-missing': 'A kept part is gone', 'blob-missing': 'A file is gone', 'blob-corrupt': 'A file has changed',
  },
  audits: {
    earlier: 'earlier', title: 'Custody', text: 'Everything that was accepted must be found again: in the log, with the leads, among the files. It is compared every hour by itself.', findings: 'What did not add up', noFindings: 'Audits found nothing amiss.', open: 'open', over: 'over', audits: 'Audits', deep: 'read every file', begin: 'Audit now', noAudits: 'There was no audit yet: the first one comes within the hour.', records: 'Records of the log', export: 'Export', exportText: 'The way of each contact, a line each, chained by keyed hashes: npm run custody:verify checks the file offline.',
  },
  palette: {
    button: 'Find', placeholder: 'Page, connector or words of a contact', nothing: 'Nothing found', search: 'Contacts with “{{words}}”', add: 'Add a connector: {{channel}}',
  },
  keys: {
    title: 'Keys', search: 'To the search', rows: 'Down and up a list', palette: 'Go anywhere', help: 'This list',
  },
  tokens: {
    title: 'Tokens of programs', add: 'New token', name: 'Name', nameHint: 'Which program uses it.', create: 'Make the token', once: 'Copy it now: it is not shown again.', token: 'Token', revoked: 'revoked', lastUsed: 'last used', revoke: 'Revoke', revokeText: 'Programs that use it are refused at once.',
  },
  audit: {
    text: 'Who changed what through the console or the API, newest first.', empty: 'Nothing was changed yet.',
  },
  demo: {
    title: 'Try it', text: 'Send a mail and a form, as a customer would, and watch both arrive below: who it is, who gets it, and why.', mail: 'A mail to {{address}}', form: 'The form of a site', from: 'From', subject: 'Subject', message: 'Text', exampleFrom: 'ivan@client.example', exampleSubject: 'A quotation', exampleMail: 'Good day! How much are 12 chairs, and when can you deliver?', exampleName: 'Ivan Petrov', exampleForm: 'Please call me back about delivery.', sendMail: 'Send the mail', sendForm: 'Send the form', sent: 'Sent. It appears below in a moment.', newest: 'What has just come', nothing: 'Nothing yet.',
  },
  people: {
    sharedTab: 'Shared addresses', sharedText: 'Addresses of several people: an office’s main number, info@, a kiosk’s phone. They join nobody from then on.', markShared: 'Mark as shared', isShared: 'It joins nobody any more.', unmarkShared: 'It is somebody’s own', noShared: 'No shared addresses',
    search: 'Search', searchHint: 'name, phone, email', nothing: 'Nobody found', empty: 'Nobody yet', emptyText: 'A person appears with the first contact that carries a phone, an address or a messenger’s id.', since: 'First seen', suggestions: 'May be one', suggestionsText: 'Pairs of people who may be one, with the reason. Nothing is merged by itself here, and a merge can be undone.', noSuggestions: 'Nothing here', score: 'score', areOne: 'They are one', areTwo: 'They are two', rejected: 'They stay two: the pair is never suggested again.', merge: 'Merge', mergeWith: 'Merge with whom?', mergeText: 'Addresses, contacts and leads come together; of two open leads on a line the younger is closed into the older. It can be undone.', merged: 'They are one now.', survivor: 'Who stays', whoseName: 'Whose name', whoseCompany: 'Whose company', unmerge: 'Undo a merge', unmergeText: 'Both are as they were; what came in between stays with the side of its address. Only the latest merge can be undone first.', unmerged: 'They are two again.', merges: 'Merges', undone: 'undone', companies: 'Companies', companiesText: 'Who writes from a company’s domain, main number or INN belongs to it, and its manager gets the lead of those who have none of their own.', addCompany: 'Add a company', companyName: 'Name', noCompanies: 'No companies yet', removeCompanyText: 'Its people, contacts and leads stay.', notLeads: 'Not leads', notLeadsText: 'What was no lead in the last 30 days, by reason. On a contact’s page you can say that it was one after all.', noNotLeads: 'Everything that came was a lead.', reason: 'Reason', count: 'How many', timeline: 'What happened', noEvents: 'Nothing yet.', allContacts: 'All contacts', shared: 'shared', addIdentity: 'Add an address', kind: 'Kind', value: 'Number or address', addActivity: 'Record a call or meeting', minutes: 'Minutes', result: 'Result', export: 'Export', erase: 'Erase', eraseText: 'Everything that is kept of this person is erased for good, in every service and file; a later contact makes a new person. It can’t be undone.', typeName: 'Type “{{name}}” to be sure.', eraseMismatch: 'That is not “{{name}}”.',
  },
  suggestion: {
    open: 'open', accepted: 'merged', rejected: 'rejected',
  },
  mergeCause: {
    'by-hand': 'by hand', suggestion: 'by a suggestion', automatic: 'by itself',
  },
  activity: {
    call: 'Call', meeting: 'Meeting',
  },
  companyIdentity: {
    domain: 'Domain', phone: 'Main number', inn: 'INN',
  },
  sharedCause: {
    'by-hand': 'by hand', 'by-use': 'found by use',
  },
} as const;
