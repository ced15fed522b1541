import { lazy } from 'react';
import { Route, Switch } from 'wouter';
import { Empty } from '../parts/messages';
import { PageFrame } from '../parts/page';
import { t } from '../texts/text';

const Home = lazy(() => import('../pages/home/home'));
const Desk = lazy(() => import('../pages/desk/desk'));
const Leads = lazy(() => import('../pages/leads/leads'));
const Lead = lazy(() => import('../pages/leads/lead'));
const Conversations = lazy(() => import('../pages/conversations/conversations'));
const CannedAnswers = lazy(() => import('../pages/canned-answers/canned-answers'));
const Contacts = lazy(() => import('../pages/contacts/contacts'));
const Contact = lazy(() => import('../pages/contacts/contact'));
const People = lazy(() => import('../pages/people/people'));
const PersonPage = lazy(() => import('../pages/people/person'));
const Notifications = lazy(() => import('../pages/notifications/notifications'));
const Connectors = lazy(() => import('../pages/connectors/connectors'));
const AddAccount = lazy(() => import('../pages/account/add-account'));
const Account = lazy(() => import('../pages/account/account'));
const Quarantine = lazy(() => import('../pages/quarantine/quarantine'));
const Alarms = lazy(() => import('../pages/alarms/alarms'));
const Custody = lazy(() => import('../pages/custody/custody'));
const Managers = lazy(() => import('../pages/managers/managers'));
const Routing = lazy(() => import('../pages/routing/routing'));
const Office = lazy(() => import('../pages/office/office'));
const Users = lazy(() => import('../pages/users/users'));
const Audit = lazy(() => import('../pages/audit'));

/** Addresses of the pages; the server answers each of them with the same page (libs/console/src/pages). */
export function Pages() {
  return (
    <Switch>
      <Route path="/" component={Home} />
      <Route path="/desk" component={Desk} />
      <Route path="/leads" component={Leads} />
      <Route path="/leads/:id">{({ id }) => <Lead id={id} />}</Route>
      <Route path="/conversations/:id?">{({ id }) => <Conversations id={id} />}</Route>
      <Route path="/canned-answers" component={CannedAnswers} />
      <Route path="/contacts" component={Contacts} />
      <Route path="/contacts/:id">{({ id }) => <Contact id={id} />}</Route>
      <Route path="/people" component={People} />
      <Route path="/people/:id">{({ id }) => <PersonPage id={id} />}</Route>
      <Route path="/notifications" component={Notifications} />
      <Route path="/connectors" component={Connectors} />
      <Route path="/connectors/add/:channel?">{({ channel }) => <AddAccount channelName={channel} />}</Route>
      <Route path="/connectors/:id">{({ id }) => <Account id={id} />}</Route>
      <Route path="/quarantine" component={Quarantine} />
      <Route path="/alarms" component={Alarms} />
      <Route path="/custody" component={Custody} />
      <Route path="/managers" component={Managers} />
      <Route path="/routing" component={Routing} />
      <Route path="/office" component={Office} />
      <Route path="/users" component={Users} />
      <Route path="/audit" component={Audit} />
      <Route>
        <PageFrame title={t('notFound.title')}>
          <Empty title={t('notFound.title')}>
            <a href="/">{t('notFound.home')}</a>
          </Empty>
        </PageFrame>
      </Route>
    </Switch>
  );
}
