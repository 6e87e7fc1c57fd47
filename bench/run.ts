/**
 * `npm run bench`: the numbers of the product, as ratios to a floor measured in the same run. A slow machine fails
 * nothing: a figure above its target says `peste țintă`, and the exit code stays 0.
 */
import { parseArgs } from 'node:util';
import { burst } from './burst.ts';
import { click } from './click.ts';
import { fill } from './fill.ts';
import { fuzz } from './fuzz.ts';
import { growth } from './growth.ts';
import { mailToCard } from './mail-to-card.ts';
import { type Figure, load, type Measure, machine, table, verdict } from './report.ts';
import { slackClick } from './slack-click.ts';
import { teamsClick } from './teams-click.ts';
import { yearReport } from './year-report.ts';

const MEASURES: readonly Measure[] = [
  ...[mailToCard, click, slackClick, teamsClick, fill, yearReport, growth, burst, fuzz],
];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    million: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
  },
});

const wanted = MEASURES.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
if (wanted.length === 0) {
  const names = MEASURES.map(({ name }) => name).join(', ');
  process.stderr.write(`  Nu există măsura cerută; alegeți dintre: ${names}\n`);
  process.exit(2);
}

const say = (line: string): void => {
  process.stdout.write(`  ${line}\n`);
};
say('');
say(machine());
say(load());
say('');
const start = performance.now();
const figures: Figure[] = [];
const broken: string[] = [];
for (const measure of wanted) {
  const began = performance.now();
  say(`${measure.name}: ${measure.title}`);
  try {
    const { quick, million } = values;
    figures.push(...(await measure.run({ quick, million, say: (line) => say(`    ${line}`) })));
  } catch (error) {
    broken.push(measure.name);
    say(
      `    nu s-a putut măsura: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  say(`    ${Math.round((performance.now() - began) / 1000)} s; ${load()}`);
}
say('');
for (const line of table(figures).split('\n')) {
  say(line);
}
say('');
const above = figures.filter((figure) => verdict(figure) === 'peste țintă').length;
const seconds = Math.round((performance.now() - start) / 1000);
say(
  `${above === 0 ? 'Toate în țintă' : `${above} peste țintă`}; ${seconds} s${values.quick ? ', scurt' : ''}.`,
);
if (broken.length > 0) {
  say(`Nemăsurate: ${broken.join(', ')}`);
  process.exitCode = 1;
}
say('Podeaua: aceeași muncă, goală, măsurată în aceeași rulare (bench/README.md).');
say('');
// A measure that broke may have left something open.
process.exit();
