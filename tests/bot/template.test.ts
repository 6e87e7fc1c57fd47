import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expand } from '../../src/bot/template.ts';

const CARDS = join(import.meta.dirname, '..', '..', 'cards');
const dismissal = {
  language: 'ro',
  caseId: 'case-1',
  fallbackText: 'f',
  speak: 's',
  about: [{ type: 'TextRun', text: 'despre' }],
  t: {
    intro: 'i',
    submit: 'Trimite',
    inputs: { note: { label: 'De ce', placeholder: 'p', error: 'e' } },
  },
};

describe('a template', () => {
  it('keeps expressions inside the data as text', () => {
    const card = expand('return', { ...dismissal, about: [{ type: 'TextRun', text: `\${caseId} \${1+1}` }] });
    expect(JSON.stringify(card)).toContain(`\${caseId} \${1+1}`);
  });

  it('refuses data that lack what it names', () => {
    const { speak: _, ...incomplete } = dismissal;
    expect(() => expand('return', incomplete)).toThrow(/names what its data does not have: .*speak/);
  });

  it('refuses a condition that is neither true nor false', () => {
    expect(() => expand('approve', { ...dismissal, hasFailed: 'yes', awaitsDcg: false })).toThrow(
      /"hasFailed" stands in a \$when/,
    );
  });

  it('decides only by conditions that the data must have', () => {
    for (const name of readdirSync(CARDS).filter((file) => file.endsWith('.json'))) {
      const conditions = readFileSync(join(CARDS, name), 'utf8').match(/"\$when":\s*"[^"]*"/g) ?? [];
      for (const condition of conditions) {
        expect([name, condition]).toEqual([name, expect.stringMatching(/"\$\{\$root\.\w+\}"$/)]);
      }
    }
  });
});
