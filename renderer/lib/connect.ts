import type { AppState } from '../../core/ipc/features/app.ts';
import { callDesk, onDesk } from './desk.ts';
import { useAgentStore } from './agent-store.ts';
import { setAppState } from './app-store.ts';
import { setSession, useCallStore } from './call-store.ts';
import { setFollowUpNews, useFollowUpStore } from './follow-up-store.ts';
import { go } from './route-store.ts';
import { setIssueCounts, useIssueStore } from './issue-store.ts';
import { seatShows } from './seat.ts';
import { useSoftphoneStore } from './softphone-store.ts';
import { useSyncStore } from './sync-store.ts';

/** Pause before main is asked again, in milliseconds. */
const retryMs = 500;

/**
 * Joins the stores to main: listens first and asks then, so that nothing is lost in between, and an answer
 * never overwrites an event that came while it was under way. A reload in mid-call ends where it began.
 */
export const connectStores = (): (() => void) => {
  let appHeard = false;
  let callHeard = false;
  let syncHeard = false;
  let registrationHeard = false;
  let sessionHeard = false;
  let agentHeard = false;
  let softphoneHeard = false;

  const endings = [
    onDesk('app.changed', (app) => {
      appHeard = true;
      take(app);
    }),
    onDesk('registration.changed', (registration) => {
      registrationHeard = true;
      useCallStore.setState({ registration });
    }),
    onDesk('call.changed', (call) => {
      callHeard = true;
      useCallStore.setState({ call });
    }),
    onDesk('session.changed', (session) => {
      sessionHeard = true;
      if (session && !useCallStore.getState().session) go('call');
      setSession(session);
    }),
    onDesk('agent.changed', (agent) => {
      agentHeard = true;
      useAgentStore.setState({ agent });
    }),
    onDesk('softphone.changed', (softphone) => {
      softphoneHeard = true;
      useSoftphoneStore.setState({ softphone });
    }),
    onDesk('issue.counts', setIssueCounts),
    onDesk('followUp.news', setFollowUpNews),
    onDesk('sync.changed', (sync) => {
      syncHeard = true;
      useSyncStore.setState({ sync });
    }),
  ];

  const retries = new Set<ReturnType<typeof setTimeout>>();
  /** Main may be busy starting; without its first answer there is nothing to show, so it is asked again. */
  const retry = (ask: () => void) => {
    const timer = setTimeout(() => {
      retries.delete(timer);
      if (shown || ask === askApp) ask();
    }, retryMs);
    retries.add(timer);
  };
  const askApp = () => {
    void callDesk('app.state', {}).then((result) => {
      if (!result.ok) retry(askApp);
      else if (!appHeard) take(result.value);
    });
  };
  const askCall = () => {
    void callDesk('call.snapshot', {}).then((result) => {
      if (!result.ok) {
        retry(askCall);
        return;
      }
      const { registration, call, session } = result.value;
      if (!registrationHeard) useCallStore.setState({ registration });
      if (!callHeard) useCallStore.setState({ call });
      if (!sessionHeard && session) {
        // After a lock the person is where she was.
        if (useCallStore.getState().session === null) go('call');
        setSession(session);
      }
      useCallStore.setState({ known: true });
    });
  };
  const askSync = () => {
    void callDesk('sync.status', {}).then((result) => {
      if (!result.ok) retry(askSync);
      else if (!syncHeard) useSyncStore.setState({ sync: result.value });
    });
  };
  const askAgent = () => {
    void callDesk('agent.state', {}).then((result) => {
      if (!result.ok) retry(askAgent);
      else if (!agentHeard) useAgentStore.setState({ agent: result.value });
    });
  };
  const askSoftphone = () => {
    void callDesk('softphone.state', {}).then((result) => {
      if (!result.ok) retry(askSoftphone);
      else if (!softphoneHeard) useSoftphoneStore.setState({ softphone: result.value });
    });
  };
  const askIssues = () => {
    void callDesk('issue.counts', {}).then((result) => {
      if (!result.ok) retry(askIssues);
      else if (useIssueStore.getState().counts === null) setIssueCounts(result.value);
    });
  };
  const askFollowUps = () => {
    void callDesk('followUp.news', {}).then((result) => {
      if (!result.ok) retry(askFollowUps);
      else if (useFollowUpStore.getState().news === null) setFollowUpNews(result.value);
    });
  };
  /** What was told meanwhile is not known: nothing is told to a screen that nobody may look at. */
  const askAll = () => {
    callHeard = syncHeard = registrationHeard = sessionHeard = agentHeard = softphoneHeard = false;
    useIssueStore.setState({ counts: null });
    useFollowUpStore.setState({ news: null });
    for (const ask of [askIssues, askFollowUps, askSoftphone, askAgent, askCall, askSync]) ask();
  };
  let shown = false;
  const take = (app: AppState) => {
    setAppState(app);
    const before = shown;
    shown = seatShows(app);
    if (shown && !before) askAll();
  };
  askApp();

  return () => {
    endings.forEach((end) => end());
    retries.forEach((timer) => clearTimeout(timer));
  };
};
