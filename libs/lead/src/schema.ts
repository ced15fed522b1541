import type { Schema } from '@tributary/storage';
import { Configuration1763800000001 } from './migrations/1-configuration.js';
import { Persons1763800000002 } from './migrations/2-persons.js';
import { LeadsAndContacts1763800000003 } from './migrations/3-leads-and-contacts.js';
import { Accounting1763800000004 } from './migrations/4-accounting.js';
import { QuarantineByContent1795305600001 } from './migrations/5-quarantine-by-content.js';
import { ContactsByPublication1795305600002 } from './migrations/6-contacts-by-publication.js';
import { SuggestionsByPair1795305700007 } from './migrations/7-suggestions-by-pair.js';
import { Merges1795305700008 } from './migrations/8-merges.js';
import { ToldByHand1795305700009 } from './migrations/9-told-by-hand.js';
import { Erasures1795305700010 } from './migrations/10-erasures.js';
import { Likeness1795305700011 } from './migrations/11-likeness.js';
import { Companies1795305700012 } from './migrations/12-companies.js';
import { Routing1795305800013 } from './migrations/13-routing.js';
import { Tasks1795305800014 } from './migrations/14-tasks.js';
import { Conversations1795305800015 } from './migrations/15-conversations.js';
import { Away1795305800020 } from './migrations/20-away.js';
import { IndexesByOrder1795305800021 } from './migrations/21-indexes-by-order.js';
import { Said1795305800022 } from './migrations/22-said.js';
import { BrakeByRecipient1795305800023 } from './migrations/23-brake-by-recipient.js';
import { OwnMessages1795305800024 } from './migrations/24-own-messages.js';
import { KindsOfConversations1795305800025 } from './migrations/25-kinds-of-conversations.js';
import { ItemsInOrder1795305800026 } from './migrations/26-items-in-order.js';
import { CameBack1795305800027 } from './migrations/27-came-back.js';
import { ConversationsWithin1795305800028 } from './migrations/28-conversations-within.js';
import { OnItContact1795305800029 } from './migrations/29-on-it-contact.js';
import { SeenPlaces1795305800030 } from './migrations/30-seen-places.js';

/** The lead service's own schema. It reads and writes the log only through the log's granted functions. */
export const leadSchema: Schema = {
  name: 'lead',
  role: 'tributary_lead',
  memberOf: ['tributary_log_writer', 'tributary_log_reader'],
  migrations: [
    Configuration1763800000001,
    Persons1763800000002,
    LeadsAndContacts1763800000003,
    Accounting1763800000004,
    QuarantineByContent1795305600001,
    ContactsByPublication1795305600002,
    SuggestionsByPair1795305700007,
    Merges1795305700008,
    ToldByHand1795305700009,
    Erasures1795305700010,
    Likeness1795305700011,
    Companies1795305700012,
    Routing1795305800013,
    Tasks1795305800014,
    Conversations1795305800015,
    Away1795305800020,
    IndexesByOrder1795305800021,
    Said1795305800022,
    BrakeByRecipient1795305800023,
    OwnMessages1795305800024,
    KindsOfConversations1795305800025,
    ItemsInOrder1795305800026,
    CameBack1795305800027,
    ConversationsWithin1795305800028,
    OnItContact1795305800029,
    SeenPlaces1795305800030,
  ],
};
