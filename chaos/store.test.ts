import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Engine } from './store/engine.ts';
import { survive } from './store/survive.ts';

const KILLS = 4;
const UNHARMED = { lost: 0, different: 0, doneAgain: 0 };

describe('runs whose process is killed at random points, with kill -9', () => {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-chaos-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let stores = 0;

  it('lose nothing that SQLite acknowledged and end as if nothing had been', { timeout: 120_000 }, async () => {
    const newEngine = (): Engine => ({ type: 'sqlite', path: join(folder, `${(stores += 1)}.db`) });
    const survival = await survive({ kills: KILLS, newEngine });
    expect(survival).toMatchObject(UNHARMED);
    expect(survival.kills).toBeGreaterThanOrEqual(KILLS);
    expect(survival.acknowledged).toBeGreaterThan(0);
  });
});
