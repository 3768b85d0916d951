import type { Migration } from '../migrate.ts';
import { foundation } from './0010-foundation.ts';
import { softphone } from './0020-softphone.ts';
import { issueDesk } from './0030-issue-desk.ts';
import { followUps } from './0040-follow-ups.ts';

/** All migrations, oldest first. Versions go up in steps of 10, so that a hotfix of a release finds a place. */
export const migrations: readonly Migration[] = [foundation, softphone, issueDesk, followUps];
