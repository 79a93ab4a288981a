import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, openBrowser } from './open-browser.ts';
import { startDemo } from './start-demo.ts';

const TIMEOUT_MS = 120_000;
const STORY = `Chapter 1\n\nAnn met Bob <b>twice</b>. The whale was far away.\n\nChapter 2\n\nAnn saw two whales.\n`;
const GOAL = 'Summarise every chapter, say who appears, and how often "whale" or "whales" occurs in total';

const program = findBrowser();

describe.skipIf(program === undefined)('the report in a browser', () => {
  let browser: Browser;
  let report: string;
  let calls: number;
  const complaints: string[] = [];

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'manyhands-report-'));
    const input = join(folder, 'story.txt');
    await writeFile(input, STORY);
    const demo = await startDemo(['--goal', GOAL, '--input', input]);
    await demo.ended;
    calls = (await demo.readResult()).calls;
    report = join(folder, 'report.html');
    await writeFile(report, await demo.read('report.html'));
    browser = await openBrowser(program!);
  }, TIMEOUT_MS);

  afterAll(() => browser.close());

  async function open(width: number): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(`It asks for ${request.url()}.`);
    });
    await page.goto(`file://${report}`);
    return page;
  }

  it('draws one bar for each call, within the chart', async () => {
    const page = await open(1_200);
    const chart = (await page.locator('.chart').boundingBox())!;
    const bars = await page.locator('.chart .lanes i').all();
    expect(bars).toHaveLength(calls);
    for (const bar of bars) {
      const box = (await bar.boundingBox())!;
      expect(box.width).toBeGreaterThan(0);
      expect(box.x).toBeGreaterThanOrEqual(chart.x);
      expect(box.x + box.width).toBeLessThanOrEqual(chart.x + chart.width + 1);
    }
  });

  it('says of each bar what it was, beside the pointer', async () => {
    const page = await open(1_200);
    const tip = page.locator('#tip');
    expect(await tip.isVisible()).toBe(false);
    await page.locator('.chart i.kind-work').first().hover();
    expect(await tip.isVisible()).toBe(true);
    expect(await tip.textContent()).toContain('tokens in');
  });

  it('shows what the models wrote as text, never as markup', async () => {
    const page = await open(1_200);
    const text = await page.locator('main').textContent();
    expect(text).toContain('SIMULATED');
    expect(text).toContain('<b>twice</b>');
  });

  it.each([1_200, 390])('fits a window of %i pixels', async (width) => {
    const page = await open(width);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  it('needs nothing from the network and complains of nothing', () => {
    expect(complaints).toEqual([]);
  });
});
