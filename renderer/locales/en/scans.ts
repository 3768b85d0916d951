import type { scanErrors as sourceErrors, scans as source } from '../zh-cn/scans.ts';
import type { Translation } from '../shape.ts';

export const scans: Translation<typeof source> = {
  scans: {
    title: 'Scans of the signed receipt',
    none: 'No scan yet.',
    missing: 'No scan yet. Please add it.',
    add: 'Attach a scan…',
    added: 'The scan is filed, encrypted.',
    item: '{{kind}}, {{size}}, {{at}}',
    save: 'Save a copy…',
    saved: 'The copy is saved as {{name}}.',
    help: 'PDF, JPEG or PNG, up to 20 MB each. Kept encrypted on this computer; delete the original yourself.',
  },
};

export const scanErrors: Translation<typeof sourceErrors> = {
  scan_not_wanted:
    'This one does not end with a signed receipt and takes no scan. Add it where a receipt is needed.',
  scan_kind: 'This file is no PDF, JPEG or PNG. Scan it again, or save it as one of the three.',
  scan_too_large:
    'The file is larger than {{megabytes}} MB. Scan with a lower resolution (200 dpi is clear enough) or in several files.',
  scans_full: 'There are 10 scans here already. Put several pages into one PDF.',
  scan_unprotected:
    'This computer has no keychain that works, and a scan is never kept in plain. Unlock or install the keychain of the system first; until then give the receipt number only and file the paper.',
  sms_no_policy_column:
    'The file has no column of policy numbers. Give it the heading "policy no" in the first line and import it again.',
  sms_no_time_column:
    'The file has no column of times. Give it the heading "replied at" in the first line and import it again.',
  sms_no_score_column:
    'The file has no scores. Give them the heading "reply" (as 5 4 5), or three columns "attitude", "skill" and "outcome".',
  scan_unreadable:
    'The scan does not open: it is damaged, gone, or was encrypted on another computer or by another user. Find the paper and scan it again.',
};
