import { test } from '@playwright/test';
import { keepOnFailure } from '../../support/lab/keep.ts';
import { features } from './features.ts';
import { Stage } from './stage.ts';

for (const kind of ['practice line', 'Kamailio lab', 'guarded lab'] as const) {
  test.describe(kind, () => {
    const stage = new Stage(kind);
    test.beforeAll(() => stage.open());
    test.afterAll(() => stage.close());
    test.afterEach(async ({}, testInfo) => {
      await keepOnFailure(testInfo, { lab: stage.lab, phones: stage.apps });
      await stage.clear();
    });
    for (const feature of features.filter(({ lines }) => lines.includes(kind))) {
      test(feature.name, async () => {
        const measured: string[] = [];
        await feature.run(stage.conversation((what, ms) => measured.push(`${what} ${ms} ms`)));
        if (measured.length > 0) console.log(`      ${kind}: ${measured.join(', ')}`);
      });
    }
  });
}
