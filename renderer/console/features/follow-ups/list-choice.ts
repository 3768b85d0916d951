import { create } from 'zustand';

export type FollowUpList = 'open' | 'closed' | 'promiseOpen' | 'promiseClosed';

/** Which list of the screen is shown; the alarm of a promise opens that of the promises. */
export const useFollowUpList = create<{ list: FollowUpList }>(() => ({ list: 'open' }));

export const showFollowUpList = (list: FollowUpList): void => useFollowUpList.setState({ list });
