import type { LimitName } from '@manyhands/core';
import cliTruncate from 'cli-truncate';
import { toClock, toNumber } from '../text/figures.ts';
import { shareOf, type AccountRow, type Frame } from './frame.ts';
import { paint, toBar } from './paint.ts';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** What does not change during a run. */
export interface Heading {
  readonly title: string;
  /** Who does the work. */
  readonly notice: string;
}

/** The live view as lines that fit the terminal. */
export function toScreen(
  frame: Frame,
  heading: Heading,
  money: string,
  news: readonly string[],
  size: ScreenSize,
): string[] {
  const head = [
    '',
    `${paint('bold', ' manyhands ')} ${heading.title}`,
    ` ${paint('yellow', heading.notice)}`,
    '',
    toProgressLine(frame, size.columns),
    ` ${toCountsLine(frame)}`,
    ` ${toNumber(frame.tokens)} tokens · ${money}`,
    '',
  ];
  const tail = ['', ...news.slice(-NEWS).map((text) => ` ${paint('dim', text)}`)];
  const room = size.rows - head.length - tail.length - 1;
  return [...head, ...toTable(frame.accounts, room), ...tail].map((line) => cliTruncate(line, size.columns - 1));
}

const NEWS = 3;
const MAX_BAR = 60;

function toProgressLine({ done, total, round }: Frame, columns: number): string {
  const width = Math.max(10, Math.min(MAX_BAR, columns - 30));
  const bar = paint('cyan', toBar(total === 0 ? 0 : done / total, width));
  const rounds = round > 1 ? paint('magenta', ` round ${round}`) : '';
  return ` ${bar} ${paint('bold', `${toNumber(done)}/${toNumber(total)}`)} tasks${rounds}`;
}

function toCountsLine({ running, waiting, failed, elapsedMs, etaMs }: Frame): string {
  const lost = failed > 0 ? ` · ${paint('red', `${failed} failed`)}` : '';
  const left = etaMs === undefined ? '' : ` · about ${toClock(etaMs)} left`;
  return `${running} running · ${waiting} waiting${lost} · ${toClock(elapsedMs)}${left}`;
}

/** One line an account, or one a provider where the terminal is too low for that. */
function toTable(accounts: readonly AccountRow[], room: number): string[] {
  const head = paint(
    'dim',
    ` ${'account'.padEnd(ID_WIDTH)} ${'running'.padEnd(RUNNING_WIDTH)} ${'done'.padStart(5)}  limits in use`,
  );
  if (accounts.length < room) return [head, ...accounts.map(toAccountLine)];
  const providers = [...new Set(accounts.map(({ provider }) => provider))];
  return [head, ...providers.map((provider) => toAccountLine(toProviderRow(provider, accounts)))];
}

const ID_WIDTH = 14;
const RUNNING_WIDTH = 8;

function toAccountLine({ id, running, done, limits, paused }: AccountRow): string {
  const dots = cliTruncate('●'.repeat(running), RUNNING_WIDTH).padEnd(RUNNING_WIDTH);
  const use = [...limits]
    .sort((a, b) => b.used / b.limit - a.used / a.limit)
    .map(({ name, used, limit }) =>
      `${SHORT[name].padEnd(6)} ${toUseBar(used / limit)} ${toShort(used)}/${toShort(limit)}`.padEnd(0),
    )
    .join('  ');
  const pause = paused === undefined ? '' : paint('red', ` ${paused}`);
  return ` ${cliTruncate(id, ID_WIDTH).padEnd(ID_WIDTH)} ${paint('cyan', dots)} ${toNumber(done).padStart(5)}  ${use}${pause}`;
}

/** The accounts of a provider on one line, with the limits of the one that is used most. */
function toProviderRow(provider: string, accounts: readonly AccountRow[]): AccountRow {
  const own = accounts.filter((account) => account.provider === provider);
  const sum = (count: (account: AccountRow) => number) => own.reduce((total, account) => total + count(account), 0);
  const busiest = own.reduce((most, account) => (shareOf(account.limits) > shareOf(most.limits) ? account : most));
  return {
    ...busiest,
    id: `${provider} ×${own.length}`,
    running: sum(({ running }) => running),
    done: sum(({ done }) => done),
  };
}

const USE_WIDTH = 6;
const FULL = 0.9;

function toUseBar(share: number): string {
  return paint(share >= FULL ? 'yellow' : 'green', toBar(share, USE_WIDTH));
}

const SHORT: Readonly<Record<LimitName, string>> = {
  requestsPerSecond: 'req/s',
  requestsPerMinute: 'req/m',
  requestsPerDay: 'req/d',
  tokensPerMinute: 'tok/m',
  tokensPerDay: 'tok/d',
  inputTokensPerMinute: 'in/m',
  outputTokensPerMinute: 'out/m',
  maxConcurrent: 'calls',
};

function toShort(value: number): string {
  return value >= 10_000 ? `${Math.round(value / 1000)}k` : toNumber(value);
}
