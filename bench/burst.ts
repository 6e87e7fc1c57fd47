/** 500 mails at once, each of another applicant: none is lost, and memory stays bounded. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { deliver, inventedMail } from './invented-mail.ts';
import { openLivePage } from './live-page.ts';
import { watchMemory } from './memory.ts';
import { startProduct } from './product-process.ts';
import { atOnce, type Figure, type Measure } from './report.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const MAIL_BYTES = 100_000;
const SENDERS = 20;
const LONGEST_MS = 240_000;

export const burst: Measure = {
  name: 'burst',
  title: 'un val de mailuri de 100 KB, fiecare de la alt solicitant',
  run: ({ quick, say }) => inTemporaryFolder((folder) => sendBurst(folder, quick ? 50 : 500, say)),
};

async function sendBurst(folder: string, count: number, say: (line: string) => void): Promise<Figure[]> {
  const mails = await Promise.all(
    Array.from({ length: count }, (_none, number) => inventedMail(number, MAIL_BYTES)),
  );
  const product = await startProduct(folder);
  const page = await openLivePage(product.url);
  const cards = new Set<string>();
  const allThere = Promise.withResolvers<boolean>();
  page.watch((event) => {
    if (event.type === 'post' && event.parentId === null && cards.add(event.postId).size === count) {
      allThere.resolve(true);
    }
  });
  const memory = watchMemory(product.pid);
  const late = setTimeout(() => allThere.resolve(false), LONGEST_MS);
  const start = performance.now();
  await atOnce(SENDERS, mails, (mail) => deliver(mail, product.smtpPort));
  const accepted = performance.now() - start;
  if (!(await allThere.promise)) {
    say(`numai ${cards.size} din ${count} carduri în ${LONGEST_MS / 1000} s`);
  }
  const handled = performance.now() - start;
  clearTimeout(late);
  const used = memory.stop();
  page.close();
  await product.stop();
  const lost = count - applicantsWithCase(folder);
  return figures({ count, accepted, handled, lost, memory: used });
}

/** Different applicants that have a case with a card, by the database that the product left. */
function applicantsWithCase(folder: string): number {
  const database = new Database(join(folder, 'acces.db'), { readonly: true });
  try {
    const row = database
      .prepare(
        `SELECT count(DISTINCT "Case"."senderEmail") AS number FROM "Case"
         JOIN "CardPost" ON "CardPost"."caseId" = "Case"."id"
         JOIN "InboundMail" ON "InboundMail"."caseId" = "Case"."id" AND "InboundMail"."status" = 'handled'`,
      )
      .get() as { number: number };
    return row.number;
  } finally {
    database.close();
  }
}

interface Found {
  readonly count: number;
  readonly accepted: number;
  readonly handled: number;
  readonly lost: number;
  readonly memory: { readonly process: number | null; readonly children: number | null };
}

function figures({ count, accepted, handled, lost, memory }: Found): Figure[] {
  const found: Figure[] = [
    { measure: 'burst', what: `pierdute din ${count}`, unit: '', value: lost, most: { value: 0 } },
    { measure: 'burst', what: 'primite și scrise pe disc', unit: '/s', value: (count / accepted) * 1000 },
    { measure: 'burst', what: 'ajunse carduri', unit: '/s', value: (count / handled) * 1000 },
  ];
  if (memory.process !== null) {
    const most = { value: 512 };
    found.push({ measure: 'burst', what: 'memoria procesului', unit: 'MB', value: memory.process, most });
  }
  if (memory.children !== null) {
    found.push({
      measure: 'burst',
      what: '  memoria copiilor lui, împreună',
      unit: 'MB',
      value: memory.children,
    });
  }
  return found;
}
