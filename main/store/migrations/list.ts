import type { Migration } from '../migrate.ts';
import { foundation } from './0010-foundation.ts';
import { softphone } from './0020-softphone.ts';
import { issueDesk } from './0030-issue-desk.ts';
import { followUps } from './0040-follow-ups.ts';
import { customerHistory } from './0060-customer-history.ts';
import { promises } from './0070-promises.ts';
import { severalCallbacks } from './0080-several-callbacks.ts';
import { people } from './0090-people.ts';
import { quality } from './0100-quality.ts';
import { receiptScans } from './0110-receipt-scans.ts';
import { smsReplies } from './0120-sms-replies.ts';
import { sharedMobiles } from './0130-shared-mobiles.ts';

/** All migrations, oldest first. Versions go up in steps of 10, so that a hotfix of a release finds a place. */
export const migrations: readonly Migration[] = [
  foundation,
  softphone,
  issueDesk,
  followUps,
  customerHistory,
  promises,
  severalCallbacks,
  people,
  quality,
  receiptScans,
  smsReplies,
  sharedMobiles,
];
