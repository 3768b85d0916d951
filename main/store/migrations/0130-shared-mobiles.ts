import type { Migration } from '../migrate.ts';

/** Who else has a number (domain.md row 4): looked up before each call. */
export const sharedMobiles: Migration = {
  version: 130,
  name: 'shared-mobiles',
  sql: `
CREATE INDEX policy_mobile ON policy (mode, holder_mobile);
CREATE INDEX policy_seller_mobile ON policy (mode, body ->> '$.sellerMobile') WHERE body ->> '$.sellerMobile' IS NOT NULL;
`,
};
